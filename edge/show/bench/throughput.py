"""Throughput: crops a second of the model alone against the batch, and items a second of whole frames."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edge.bench.till.results import Report
from edge.show.bench.axis import Axis, linear
from edge.show.bench.numbers import middle, milliseconds, short
from edge.show.bench.plot import Plot
from edge.show.bench.section import Section, Table


def throughput(report: Report) -> Iterator[Section]:
    """Items a second by batch size, and by items in view."""
    batches = [batch for batch in report.batches if batch.milliseconds]
    if not batches:
        return
    bare = [(float(batch.size), rate(batch.size, batch.milliseconds)) for batch in batches]
    whole = [(float(crowd.items), rate(crowd.items, crowd.frame)) for crowd in report.crowds]
    sizes = sorted({x for x, _ in bare} | {x for x, _ in whole})
    top = linear([y for _, y in (*bare, *whole)], "items/s")
    across = Axis(sizes[0] / 1.15, sizes[-1] * 1.15, "crops in a batch, or items in view", True, _marks(bare))
    plot = Plot("Throughput", across, top, width=1000, height=320)
    plot.line(bare, "line-b", "bare inference", dots=True)
    for x, y in whole:
        plot.mark(x, y, "line-a", short(y), "whole frames")
    rows = [
        [str(batch.size), milliseconds(middle(batch.milliseconds)), short(y)]
        for batch, (_, y) in zip(batches, bare, strict=True)
    ]
    words = ["Means of all calls."] if not whole else ["Means of all calls; diamonds: whole frames."]
    yield Section(
        "Throughput against batch size",
        words,
        (plot.svg(),),
        tables=(Table(("batch", "p50 of a call", "crops/s"), rows),),
    )


def rate(items: int, times: tuple[float, ...]) -> float:
    """Items a second, from the mean of the times in ms."""
    return items * 1000 / float(np.mean(times))


def _marks(bare: list[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(x for x, _ in bare)
