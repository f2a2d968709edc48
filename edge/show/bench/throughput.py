"""Throughput: crops a second of the model alone against their number, and items a second of whole frames."""

from __future__ import annotations

from collections.abc import Iterator

from edge.bench.till.quantiles import rate
from edge.bench.till.results import Report
from edge.show.bench.axis import Axis, linear
from edge.show.bench.numbers import middle, milliseconds, short
from edge.show.bench.plot import Plot
from edge.show.bench.section import Section, Table


def throughput(report: Report) -> Iterator[Section]:
    """Items a second by the number of crops, and by items in view."""
    batches = [batch for batch in report.batches if batch.milliseconds]
    if not batches:
        return
    bare = [(float(batch.size), rate(batch.size, batch.milliseconds)) for batch in batches]
    whole = [(float(crowd.items), rate(crowd.items, crowd.frame)) for crowd in report.crowds]
    sizes = sorted({x for x, _ in bare} | {x for x, _ in whole})
    top = linear([y for _, y in (*bare, *whole)], "items/s")
    across = Axis(sizes[0] / 1.15, sizes[-1] * 1.15, "crops, or items in view", True, _marks(bare))
    plot = Plot("Throughput", across, top, width=1000, height=320)
    plot.line(bare, "line-b", "bare inference", dots=True)
    for x, y in whole:
        plot.mark(x, y, "line-a", short(y), "whole frames")
    rows = [
        [str(batch.size), milliseconds(middle(batch.milliseconds)), short(y)]
        for batch, (_, y) in zip(batches, bare, strict=True)
    ]
    words = [f"Of medians{'; diamonds: whole frames' if whole else ''}."]
    if report.bare_inference:
        words.append(f"Bare inference: {report.bare_inference}.")
    yield Section(
        "Throughput against the number of crops",
        words,
        (plot.svg(),),
        tables=(Table(("crops", "p50", "crops/s"), rows),),
    )


def _marks(bare: list[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(x for x, _ in bare)
