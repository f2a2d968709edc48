"""Stillness: what items cost that lie still, beside as many that move."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from edge.bench.till.quantiles import quantile
from edge.bench.till.results import Report
from edge.show.bench.numbers import milliseconds
from edge.show.bench.section import Section, Table
from edge.show.bench.spread import curves


def stillness(report: Report) -> Iterator[Section]:
    """Frame to decision, CPU and looks of both."""
    part = report.stillness
    if part is None or not (part.still and part.moving):
        return
    share = float(np.mean(part.still) / np.mean(part.moving))
    words = [
        f"A frame with {part.items} items that lie still takes {share:.1%} of one with as many that move."
    ]
    if part.moving_cpu:
        words.append(f"The process takes {part.still_cpu / part.moving_cpu:.1%} of the CPU time.")
    rows = [
        [name, *(milliseconds(quantile(times, at)) for at in (0.5, 0.99)), f"{cpu:.2f}", f"{looks:,}"]
        for name, times, cpu, looks in (
            ("still", part.still, part.still_cpu, part.still_looks),
            ("moving", part.moving, part.moving_cpu, part.moving_looks),
        )
    ]
    table = Table(("", "frame to decision p50", "p99", "CPU s a second", "crops embedded"), rows)
    drawn = curves("Frame to decision", (("still", "line-a", part.still), ("moving", "line-b", part.moving)))
    yield Section("Still and moving items", words, small=(drawn,), tables=(table,))
