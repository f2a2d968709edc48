"""Tables of items in view beside the floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.table import Table

from edge.bench.till.quantiles import quantile
from edge.bench.till.results import Crowd
from edge.bench.till.targets import ratio, searching, throughput


def floor_table(crowds: Sequence[Crowd]) -> Table:
    """Whole frames as a ratio to bare inference of the same crops, and the times behind it."""
    title = "Every item in view wants a look: the whole frame beside bare inference of the same crops"
    table = Table(title=title, title_justify="left")
    for name in ("items", "x inference", "of bare items/s", "search", "frame p50", "p99", "inference p50",
                 "p99", "our search", "bare search", "items/s", "frames"):  # fmt: skip
        table.add_column(name, justify="right", no_wrap=True)
    for crowd in crowds:
        table.add_row(
            str(crowd.items),
            f"[bold]{ratio(crowd):.2f}x[/bold]",
            f"[bold]{throughput(crowd):.1%}[/bold]",
            f"{searching(crowd):.2%}",
            *(millis(quantile(crowd.frame, share)) for share in (0.5, 0.99)),
            *(millis(quantile(crowd.inference, share)) for share in (0.5, 0.99)),
            millis(float(np.median(crowd.stages["search"]))),
            millis(float(np.median(crowd.search))),
            f"{1e3 * crowd.items / float(np.mean(crowd.frame)):.1f}",
            str(len(crowd.frame)),
        )
    return table


def stage_table(crowds: Sequence[Crowd]) -> Table:
    """Where the time of these frames goes."""
    table = Table(title="Stages of these frames, p50 in ms", title_justify="left")
    table.add_column("items", justify="right")
    for stage in crowds[0].stages:
        table.add_column(stage, justify="right", no_wrap=True)
    for crowd in crowds:
        cells = (millis(float(np.median(samples))) for samples in crowd.stages.values())
        table.add_row(str(crowd.items), *cells)
    return table


def millis(value: float | None) -> str:
    """Milliseconds with as many digits as they carry; a dash where there were too few samples."""
    if value is None:
        return "–"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"
