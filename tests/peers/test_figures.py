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
    assert (found.ahead.low, found.ahead.high) == (pytest.approx(3.0), pytest.approx(3.0))
    assert found.p50 == pytest.approx(550)
    assert found.frames == 6
    assert 690 < found.p99 <= 700


def test_an_interval_holds_the_median_and_widens_with_the_spread() -> None:
    calm, wild = middle(np.array([1.0, 1.01, 0.99, 1.0])), middle(np.array([1.0, 2.0, 0.5, 1.0]))
    assert calm.low <= calm.value <= calm.high
    assert wild.high - wild.low > calm.high - calm.low


def test_ours_is_once_as_fast_as_itself() -> None:
    run = [{1: [0.1, 0.2]}, {1: [0.3, 0.1]}]
    assert figures(run, run, 1).ahead.value == 1
