from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from export.int8.rounding import DAMPING, LARGEST, round_to_integers

Wide = NDArray[np.float64]
RNG = np.random.default_rng


def nearest(weights: NDArray[Any], scales: Wide) -> Wide:
    return np.clip(np.rint(weights / scales[:, None]), -LARGEST, LARGEST)


def damped(moments: Wide) -> Wide:
    """As the module says: `DAMPING` of the mean square of an input, added to each."""
    extra = DAMPING * np.mean([np.diag(each) for each in moments], axis=1) + 1e-10
    return moments + extra[:, None, None] * np.eye(moments.shape[1])


def errors(weights: NDArray[Any], integers: NDArray[Any], scales: Wide, moments: Wide) -> Wide:
    """The mean square of each row's output error, one row after another."""
    found = []
    for number, row in enumerate(weights - integers * scales[:, None]):
        found.append(row @ moments[number % len(moments)] @ row)
    return np.array(found)


def drawn(
    seed: int, rows: int, inputs: int, seen: int, each: bool = False
) -> tuple[NDArray[np.float32], Wide, Wide]:
    """Weights, scales that use all integers, and moments of `seen` inputs that are correlated."""
    rng = RNG(seed)
    x = (
        rng.normal(size=(rows if each else 1, seen, inputs)) @ rng.normal(size=(inputs, inputs))
        + rng.normal()
    )
    weights = rng.normal(size=(rows, inputs)).astype(np.float32)
    return weights, np.abs(weights).max(1).astype(np.float64) / LARGEST, x.transpose(0, 2, 1) @ x / seen


@settings(max_examples=60, deadline=None)
@example(seed=173, rows=4, inputs=5, seen=6, each=False)  # moved alone, 42 times as far: past 127
@example(seed=133, rows=4, inputs=5, seen=6, each=True)
@given(
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 12),
    inputs=st.integers(1, 16),
    seen=st.integers(1, 40),
    each=st.booleans(),
)
def test_no_rows_answers_are_further_off_than_by_the_nearest_integers(
    seed: int, rows: int, inputs: int, seen: int, each: bool
) -> None:
    weights, scales, moments = drawn(seed, rows, inputs, seen, each)
    found = round_to_integers(weights, scales, moments)
    assert (found.dtype, found.shape) == (np.int8, weights.shape)
    assert np.abs(found.astype(int)).max() <= LARGEST
    true = damped(moments)
    mine = errors(weights, found, scales, true)
    plain = errors(weights, nearest(weights, scales), scales, true)
    assert (mine <= plain * (1 + 1e-9)).all()


@pytest.mark.parametrize("each", [False, True])
@pytest.mark.parametrize(("seen", "share"), [(6, 0.2), (200, 0.6)])
def test_where_inputs_are_correlated_answers_are_far_nearer(seen: int, share: float, each: bool) -> None:
    """The more so, the fewer directions they have."""
    weights, scales, moments = drawn(1, 64, 24, seen, each)
    true = damped(moments)
    found = errors(weights, round_to_integers(weights, scales, moments), scales, true)
    plain = errors(weights, nearest(weights, scales), scales, true)
    assert (found < plain).mean() > 0.85
    assert found.sum() < share * plain.sum()


def test_two_inputs_that_are_always_the_same_by_hand() -> None:
    """Steps of 1: what the first loses the second makes up, for 0.4 + 0.4 is nearer to 0 + 1 than to 0."""
    weights = np.array([[0.4, 0.4]], np.float32)
    found = round_to_integers(weights, np.ones(1), np.ones((1, 2, 2)))
    assert found.tolist() == [[0, 1]]


@given(st.integers(0, 1000), st.booleans())
def test_inputs_that_are_not_correlated_leave_the_nearest(seed: int, each: bool) -> None:
    weights, scales, _ = drawn(seed, 5, 7, 1)
    spread = RNG(seed).uniform(0.1, 9, (5 if each else 1, 7))
    moments = spread[:, :, None] * np.eye(7)
    assert np.array_equal(round_to_integers(weights, scales, moments), nearest(weights, scales))


def test_moments_of_each_row_are_as_each_row_alone() -> None:
    weights, scales, moments = drawn(3, 9, 9, 30, each=True)
    found = round_to_integers(weights, scales, moments)
    for row in range(9):
        alone = round_to_integers(weights[row : row + 1], scales[row : row + 1], moments[row : row + 1])
        assert np.array_equal(found[row], alone[0])


def test_rows_of_zeros_stay_zeros_beside_others() -> None:
    weights, scales, moments = drawn(4, 6, 8, 30)
    weights[2], scales[2] = 0, 1e-3
    found = round_to_integers(weights, scales, moments)
    assert not found[2].any()
    assert all(found[row].any() for row in range(6) if row != 2)


def test_scales_may_stand_in_a_column() -> None:
    weights, scales, moments = drawn(5, 6, 8, 30)
    column = round_to_integers(weights, scales[:, None], moments)
    assert np.array_equal(column, round_to_integers(weights, scales, moments))


def test_inputs_that_were_never_seen_do_not_matter_and_do_not_break() -> None:
    """A dead channel's moments are zero: its weights are rounded to the nearest, and no row is lost."""
    weights, scales, moments = drawn(6, 4, 6, 3)
    moments[:, 2], moments[:, :, 2] = 0, 0
    found = round_to_integers(weights, scales, moments)
    assert np.array_equal(found[:, 2], nearest(weights, scales)[:, 2])
    assert np.array_equal(round_to_integers(weights, scales, np.zeros((1, 6, 6))), nearest(weights, scales))
