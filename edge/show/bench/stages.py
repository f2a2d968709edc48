"""Stages: what a frame of so many items is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from edge.bench.till.quantiles import quantile
from edge.bench.till.results import Crowd, Report
from edge.show.bench.axis import Axis
from edge.show.bench.numbers import milliseconds, short
from edge.show.bench.rows import Row, Rows, stacked
from edge.show.bench.section import Section, Table


def stages(report: Report) -> Iterator[Section]:
    """The share of each stage in a frame, and its median, for each number of items."""
    crowds = [crowd for crowd in report.crowds if crowd.stages]
    if crowds:
        yield Section("What a frame is made of", wide=(_stack(crowds),), tables=(_table(crowds),))


def _stack(crowds: Sequence[Crowd]) -> str:
    rows = []
    for crowd in crowds:
        means = {name: float(np.mean(values)) for name, values in crowd.stages.items()}
        whole = sum(means.values()) or 1.0
        parts = [(name, mean, f"{name}: {short(mean)} ms") for name, mean in means.items()]
        rows.append(
            Row(
                f"{crowd.items} item{'s' * (crowd.items != 1)}",
                stacked(parts, 100 / whole),
                milliseconds(whole),
            )
        )
    axis = Axis(0.0, 100.0, "share of the frame, %", marks=(0, 25, 50, 75, 100))
    note = "Mean of each stage; means add up to the whole, medians do not."
    return Rows("Where the time of a frame goes", axis, rows, note, legend=True).svg()


def _table(crowds: Sequence[Crowd]) -> Table:
    names = list(dict.fromkeys(name for crowd in crowds for name in crowd.stages))
    head = [
        "stage, ms",
        *(f"{crowd.items} item{'s' * (crowd.items != 1)}: {at}" for crowd in crowds for at in ("p50", "p99")),
    ]
    return Table(head, [[name, *_cells(crowds, name)] for name in names])


def _cells(crowds: Sequence[Crowd], name: str) -> Iterator[str]:
    for crowd in crowds:
        samples = crowd.stages.get(name)
        for at in (0.5, 0.99):
            yield short(quantile(samples, at)) if samples else "–"
