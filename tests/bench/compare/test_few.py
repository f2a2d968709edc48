"""Few samples: beside the table of Mann and Whitney, and beside chance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from edge.bench.compare.few import _outside, _ways, ratio_interval


@pytest.mark.parametrize(("a", "b"), [(1, 1), (3, 2), (4, 5), (5, 5)])
def test_orders_are_counted_as_by_hand(a: int, b: int) -> None:
    counts = [0] * (a * b + 1)
    for places in itertools.combinations(range(a + b), a):
        counts[sum(place - number for number, place in enumerate(places))] += 1
    assert _ways(a, b) == counts


def test_as_many_are_left_out_as_the_table_says() -> None:
    """Critical values of U, two-sided 5 %, and one: none for 3, then 0, 2, 5, 13, 23."""
    assert [_outside(n, n, 0.025) for n in (3, 4, 5, 6, 8, 10)] == [0, 1, 3, 6, 14, 24]


def test_worked_by_hand() -> None:
    old, new = np.array([1.0, 1.1, 1.2, 1.3]), np.array([2.0, 2.2, 2.4, 2.6])
    assert ratio_interval(old, new, 0.95) == (2.0 / 1.3, 2.6)
    assert ratio_interval(old[:3], new[:3], 0.95) is None


def test_no_more_false_alarms_than_promised() -> None:
    rng = np.random.default_rng(3)
    missed = 0
    for _ in range(400):
        old, new = np.exp(rng.normal(0, 0.1, (2, 5)))
        low, high = ratio_interval(old, new, 0.95) or (0, 9)
        missed += not low <= 1 <= high
    assert missed <= 20
