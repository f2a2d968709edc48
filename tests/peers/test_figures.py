"""Medians, ratios and quantiles of cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from peers.figures import figures, middle


def test_a_rate_is_items_by_the_mean_frame_and_a_ratio_is_of_the_same_round() -> None:
    ours = [{5: [0.1, 0.1]}, {5: [0.2, 0.2]}, {5: [0.1, 0.3]}]  # the machine is busy from the second round on
    theirs = [{5: [0.2, 0.4]}, {5: [0.6, 0.6]}, {5: [0.7, 0.5]}]
    found = figures(theirs, ours, 5)
    assert found.rate.value == pytest.approx(5 / 0.6)
    assert found.ahead.value == pytest.approx(3.0)
    assert (found.ahead.low, found.ahead.high) == (None, None)
    assert found.p50 == pytest.approx(550)
    assert found.frames == 6
    assert found.p99 is None


def test_a_p99_is_told_from_a_hundred_frames_on() -> None:
    run = [{1: [0.1] * 99}]
    assert figures(run, run, 1).p99 is None
    run = [{1: [0.1] * 98 + [0.2] * 2}]
    assert figures(run, run, 1).p99 == pytest.approx(200, rel=0.01)


@pytest.mark.parametrize(("rounds", "low", "high"), [(6, 1, 6), (9, 2, 8), (12, 3, 10), (20, 6, 15)])
def test_an_interval_is_that_of_the_sign_test(rounds: int, low: int, high: int) -> None:
    values = np.random.default_rng(0).permutation(np.arange(1.0, rounds + 1))
    found = middle(values)
    assert (found.low, found.value, found.high) == (low, (rounds + 1) / 2, high)


@pytest.mark.parametrize("rounds", [1, 3, 5])
def test_too_few_rounds_have_no_interval(rounds: int) -> None:
    found = middle(np.ones(rounds))
    assert (found.value, found.low, found.high) == (1, None, None)


def test_ours_is_once_as_fast_as_itself() -> None:
    run = [{1: [0.1, 0.2]}, {1: [0.3, 0.1]}]
    assert figures(run, run, 1).ahead.value == 1
