"""Plots: XML that a browser takes, with each sample at its place."""

from __future__ import annotations

import pytest
from show.bench.svg import SVG, read, words

from edge.show.bench.axis import Axis
from edge.show.bench.plot import Plot

X, Y = Axis(0, 10, "s", marks=(0, 10)), Axis(0, 100, "ms", marks=(0, 50, 100))
LEFT, TOP, RIGHT, FOOT = 22 + 6.6 * 3, 48, 340 - 14, 220 - 38


def test_a_known_sample_lands_at_its_pixel() -> None:
    plot = Plot("t", X, Y)
    assert plot.at(0, 0) == (LEFT, FOOT)
    assert plot.at(10, 100) == (RIGHT, TOP)
    assert plot.at(5, 25) == pytest.approx(((LEFT + RIGHT) / 2, FOOT - (FOOT - TOP) / 4))
    plot.line([(0, 0), (10, 100)], "line-a")
    (line,) = read(plot.svg()).iter(f"{SVG}polyline")
    assert line.get("points") == f"{LEFT:.1f},{FOOT:.1f} {RIGHT:.1f},{TOP:.1f}"


def test_bars_stand_on_the_foot_and_follow_the_axis_at_the_right() -> None:
    plot = Plot("t", X, Y, right=Axis(0, 4, "share", marks=(0, 4)))
    plot.bars([0, 5, 10], [2, 0], "embed", ["half", "none"])
    (bar,) = read(plot.svg()).iter(f"{SVG}rect")
    assert float(bar.get("height", 0)) == pytest.approx((FOOT - TOP) / 2, abs=0.1)
    assert float(bar.get("y", 0)) + float(bar.get("height", 0)) == pytest.approx(FOOT, abs=0.1)
    assert bar[0].text == "half"


def test_a_gap_breaks_the_line_and_a_lone_point_is_a_dot() -> None:
    plot = Plot("t", X, Y)
    plot.line([(0, 1), (1, 2), (2, None), (3, 4)], "line-a")
    drawn = read(plot.svg())
    assert len(list(drawn.iter(f"{SVG}polyline"))) == 2
    assert len(list(drawn.iter(f"{SVG}circle"))) == 1


def test_axes_title_legend_and_limit_are_written_and_escaped() -> None:
    plot = Plot("a < b & c", X, Y, note="p50 <1>")
    plot.line([(0, 1), (1, 2)], "line-a", "one & two")
    plot.line([(0, 1), (1, 2)], "line-b", "other")
    plot.mark(9, 50, "line-c", "5 > 4")
    plot.across(75, "limit")
    said = words(plot.svg())
    for wanted in ("a < b & c", "p50 <1>", "s", "ms", "100", "one & two", "other", "5 > 4", "limit"):
        assert wanted in said
    assert read(plot.svg())[0].text == "a < b & c"


def test_the_legend_stays_inside_and_entries_do_not_overlap() -> None:
    plot = Plot("t", X, Y, width=500)
    for name in ("line-a", "line-b"):
        plot.line([(0, 1), (1, 2)], name, f"{name} temperature")
    squares = [float(one.get("x", 0)) for one in read(plot.svg()).iter(f"{SVG}rect")]
    assert min(squares) >= 0
    assert abs(squares[0] - squares[1]) > 6.5 * len("line-a temperature") + 12


def test_the_last_tick_stays_on_the_page() -> None:
    plot = Plot("t", Axis(0, 1500, "ms", marks=(0, 1500)), Y)
    last = next(one for one in read(plot.svg()).iter(f"{SVG}text") if one.text == "1,500")
    assert float(last.get("x", 0)) + 3.4 * len("1,500") <= 340


def test_the_words_of_a_mark_stand_below_it_clear_of_lines_and_above_near_the_foot() -> None:
    plot = Plot("t", X, Y)
    plot.mark(5, 50, "line-c", "62.7")
    plot.mark(5, 2, "line-c", "low")
    drawn = read(plot.svg())
    high, low = (plot.at(5, value)[1] for value in (50, 2))
    feet = {one.text: float(one.get("y", 0)) for one in drawn.iter(f"{SVG}text") if one.get("class") == "c"}
    assert feet["62.7"] > high + 14
    assert feet["low"] < low - 6
