"""Axes: values where they belong, ticks that a person would write."""

from __future__ import annotations

import pytest

from edge.show.bench.axis import Axis, linear, logarithmic


def test_shares_and_what_lies_outside() -> None:
    even, powers = Axis(0, 10, ""), Axis(1, 100, "", log=True)
    assert [even.share(value) for value in (-1, 0, 2.5, 10, 11)] == [0, 0, 0.25, 1, 1]
    assert [powers.share(value) for value in (0, 1, 10, 100)] == pytest.approx([0, 0, 0.5, 1])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3, 17], ["0", "5", "10", "15", "20"]),
        ([0.031], ["0", "0.01", "0.02", "0.03", "0.04"]),
        ([2900], ["0", "1,000", "2,000", "3,000"]),
        ([0.0], ["0", "0.2", "0.4", "0.6"]),
    ],
)
def test_an_even_axis_begins_at_nought_and_ends_at_a_tick(values: list[float], ticks: list[str]) -> None:
    axis = linear(values, "ms")
    assert [words for _, words in axis.ticks()] == ticks
    assert axis.low == 0
    assert max(values) <= axis.high


def test_what_hardly_changes_looks_so() -> None:
    axis = linear([262.0, 265.0], "MB", zero=False)
    assert axis.high - axis.low >= 26
    assert axis.low < 262 < 265 < axis.high
    constant = linear([918.0, 918.0], "MHz", zero=False)
    assert 0.2 < constant.share(918) < 0.8


def test_an_axis_that_ends_with_its_values() -> None:
    axis = linear([0, 119.0], "s", ends=False)
    assert (axis.low, axis.high) == (0, 119)
    assert [words for _, words in axis.ticks()] == ["0", "50", "100"]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.009, 40.0, ["0.01", "0.1", "1", "10"]),
        (2.0, 80.0, ["3", "10", "30"]),
        (2.6, 21.0, ["5", "10", "20"]),
        (2.6, 4.4, ["3", "3.5", "4"]),
    ],
)
def test_powers_of_ten_and_parts_of_them(low: float, high: float, ticks: list[str]) -> None:
    axis = logarithmic(low, high, "ms")
    assert [words for _, words in axis.ticks()] == ticks
    assert axis.low < low < high < axis.high
