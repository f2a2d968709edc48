"""Rows of bars: each piece where it belongs, and nothing beyond the edge."""

from __future__ import annotations

import pytest
from show.bench.svg import SVG, read, words

from edge.show.bench.axis import Axis
from edge.show.bench.rows import Piece, Row, Rows, stacked

AXIS = Axis(0, 10, "ms", marks=(0, 5, 10))


def test_a_known_piece_lands_at_its_pixel() -> None:
    rows = Rows("t", AXIS, [Row("one", (Piece(2.5, 10, "embed", "said"),), "7.5 ms")])
    left, right = 12 + 6.7 * 3, 1000 - 14 - 6.7 * 6
    assert (rows.at(0), rows.at(10)) == pytest.approx((left, right))
    (bar,) = read(rows.svg()).iter(f"{SVG}rect")
    assert float(bar.get("x", 0)) == pytest.approx(left + (right - left) / 4, abs=0.1)
    assert float(bar.get("width", 0)) == pytest.approx((right - left) * 3 / 4, abs=0.1)


def test_what_is_written_behind_a_bar_fits_on_the_page() -> None:
    after = "1.66× (8.61 ms : 5.19 ms)"
    drawn = read(Rows("t", AXIS, [Row("one", (Piece(0, 10, "embed", ""),), after)]).svg())
    place = next(float(text.get("x", 0)) for text in drawn.iter(f"{SVG}text") if text.text == after)
    assert place + 6.2 * len(after) <= 1000


def test_labels_stand_in_pieces_that_have_room_alone() -> None:
    pieces = stacked([("localise", 9.9, "a"), ("publish", 0.1, "b")])
    assert [(one.start, round(one.end, 6)) for one in pieces] == [(0, 9.9), (9.9, 10.0)]
    said = words(Rows("t", AXIS, [Row("one", pieces)]).svg())
    assert "localise" in said
    assert "publish" not in said
    legend = words(Rows("t", AXIS, [Row("one", pieces)], legend=True).svg())
    assert "publish" in legend


def test_a_row_without_pieces_keeps_its_words() -> None:
    assert "none" in words(Rows("t", AXIS, [Row("one", (), "none")], rule=1.0).svg())
