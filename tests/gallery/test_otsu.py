from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gallery.otsu import otsu

GROUP = st.lists(st.floats(0, 2, width=32), min_size=1, max_size=30).map(np.array)


def _oracle(same: NDArray[np.float64], different: NDArray[np.float64]) -> float:
    """The best variance between the sides, over every cut between two distances, computed directly."""
    weight = np.concatenate(
        [np.full(len(same), 0.5 / len(same)), np.full(len(different), 0.5 / len(different))]
    )
    pooled = np.concatenate([same, different])
    best = 0.0
    for cut in pooled:
        low = pooled <= cut
        if low.all():
            continue
        means = [np.average(pooled[side], weights=weight[side]) for side in (low, ~low)]
        best = max(best, weight[low].sum() * weight[~low].sum() * (means[0] - means[1]) ** 2)
    return float(best)


def test_separated_groups_are_cut_in_the_middle_of_the_gap() -> None:
    same, different = np.linspace(0.2, 0.4, 50), np.linspace(1.0, 1.4, 5000)
    assert otsu(same, different) == pytest.approx(0.7, abs=0.01)


def test_a_group_weighs_the_same_however_many_it_has() -> None:
    generator = np.random.default_rng(0)
    same, different = generator.normal(0.5, 0.1, 40), generator.normal(1.0, 0.1, 40)
    assert otsu(same, np.tile(different, 1000)) == pytest.approx(otsu(same, different), abs=1e-9)
    assert otsu(same, different) == pytest.approx(0.75, abs=0.05)


@given(GROUP, GROUP)
def test_the_cut_is_as_good_as_the_best_one(
    same: NDArray[np.float64], different: NDArray[np.float64]
) -> None:
    cut = otsu(same, different)
    pooled = np.concatenate([same, different])
    width = np.ptp(pooled) / 256
    assert pooled.min() - 1 <= cut <= pooled.max() + 1
    if np.ptp(pooled) < 1e-3:
        return
    assert pooled.min() < cut < pooled.max()
    weight = np.concatenate(
        [np.full(len(same), 0.5 / len(same)), np.full(len(different), 0.5 / len(different))]
    )
    low = pooled < cut
    means = [np.average(pooled[side], weights=weight[side]) for side in (low, ~low)]
    between = weight[low].sum() * weight[~low].sum() * (means[0] - means[1]) ** 2
    assert np.sqrt(between) >= np.sqrt(_oracle(same, different)) - 2 * width


@given(GROUP, GROUP, st.integers(-3, 3))
def test_distances_in_another_unit_are_cut_at_the_same_place(
    same: NDArray[np.float64], different: NDArray[np.float64], power: int
) -> None:
    scale = 2.0**power
    if np.ptp(np.concatenate([same, different])) > 1e-3:
        assert otsu(same * scale, different * scale) == pytest.approx(otsu(same, different) * scale)


@pytest.mark.parametrize("bad", [np.array([]), np.array([np.inf]), np.array([np.nan])])
def test_groups_that_cannot_be_cut_are_refused(bad: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="distance"):
        otsu(bad, np.ones(3))
