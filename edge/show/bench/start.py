"""Start: from nothing to the first decision."""

from __future__ import annotations

from collections.abc import Iterator

from edge.bench.till.results import Report
from edge.show.bench.axis import linear
from edge.show.bench.colours import ORDER
from edge.show.bench.numbers import middle, short
from edge.show.bench.rows import Piece, Row, Rows
from edge.show.bench.section import Section


def start(report: Report) -> Iterator[Section]:
    """Each start, what it was spent on, and the peak of memory."""
    if report.start is None or not report.start.seconds:
        return
    part = report.start
    words = (
        f"From the start of the process to the first decision, with {part.views:,} views in the gallery: "
        f"median {short(middle(part.seconds))} s of {len(part.seconds)} "
        f"({', '.join(map(short, part.seconds))} s). Greatest resident memory: {part.peak:,.0f} MB.",
    )
    yield Section("Start", words, wide=(_parts(part.parts),) if part.parts else ())


def _parts(parts: dict[str, float]) -> str:
    rows, at = [], 0.0
    for number, (name, seconds) in enumerate(parts.items()):
        piece = Piece(at, at + seconds, ORDER[number % len(ORDER)], f"{name}: {short(seconds)} s")
        rows.append(Row(name, (piece,), f"{short(seconds)} s"))
        at += seconds
    return Rows("What a start is spent on, medians", linear([at], "s"), rows).svg()
