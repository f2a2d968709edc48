"""The trend of a series: a case by hand, and how often its interval is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from edge.bench.till.trend import bins, trend


def test_a_line_rises_by_itself() -> None:
    found = trend([3.0 * at for at in range(11)])
    assert (found.rise, found.low, found.high) == pytest.approx((33, 33, 33))


def test_two_outliers_of_eleven_move_it_little() -> None:
    values = [0.01 * (at % 3) for at in range(11)]
    values[4], values[9] = 1e6, -1e6
    found = trend(values)
    assert abs(found.rise) < 0.1
    assert found.low <= 0 <= found.high


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        found = trend(0.2 * np.arange(30) + rng.normal(0, 3, 30))
        held += found.low <= 0.2 * 30 <= found.high
    assert 0.93 <= held / 400 <= 0.98


def test_too_few_values_have_no_trend() -> None:
    with pytest.raises(ValueError, match="takes 8 values, not 7"):
        trend([1.0] * 7)


def test_bins_are_even_and_in_order() -> None:
    cut = bins(np.arange(100.0))
    assert len(cut) == 30
    assert {len(one) for one in cut} == {3, 4}
    assert np.concatenate(cut).tolist() == list(range(100))
    assert [len(one) for one in bins(np.arange(3.0))] == [1, 1, 1]
