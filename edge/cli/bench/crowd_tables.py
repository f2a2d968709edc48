"""Tables of items in view beside the floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.table import Table

from edge.bench.till.quantiles import SHOWN, quantile, rate
from edge.bench.till.results import Crowd
from edge.bench.till.targets import ratio, searching, throughput


def floor_table(crowds: Sequence[Crowd]) -> Table:
    """Whole frames as a ratio to bare inference of the same crops, and search as a share of the whole."""
    table = _table(
        "Every item in view wants a look: the whole frame beside its floor",
        *("items", "frame by bare inference", "of bare items/s", "search of the whole", "items/s", "frames"),
    )
    for crowd in crowds:
        table.add_row(
            str(crowd.items),
            f"[bold]{ratio(crowd):.2f}x[/bold]",
            f"[bold]{throughput(crowd):.1%}[/bold]",
            f"{searching(crowd):.2%}",
            f"{rate(crowd.items, crowd.frame):.1f}",
            str(len(crowd.frame)),
        )
    return table


def time_table(crowds: Sequence[Crowd]) -> Table:
    """The times behind the ratios: whole frames, bare inference, bare search."""
    table = _table("The same, ms", "items", "", "p50", "p90", "p99", "p99.9", "worst")
    for crowd in crowds:
        rows = {
            "frame to decision": crowd.frame,
            "bare inference": crowd.inference,
            "search": crowd.stages["search"],
            "bare search": crowd.search,
        }
        for number, (name, samples) in enumerate(rows.items()):
            head = str(crowd.items) if number == 0 else ""
            table.add_row(head, name, *quantiles(samples), end_section=number == len(rows) - 1)
    return table


def stage_table(crowds: Sequence[Crowd]) -> Table:
    """Where the time of these frames goes."""
    heads = ("1 item" if crowd.items == 1 else f"{crowd.items} items" for crowd in crowds)
    table = _table("Stages of these frames, p50 in ms", "", *heads)
    for stage in crowds[0].stages:
        table.add_row(stage, *(millis(float(np.median(crowd.stages[stage]))) for crowd in crowds))
    return table


def quantiles(samples: Sequence[float]) -> list[str]:
    """The columns p50, p90, p99, p99.9 and worst of a table."""
    return [*(millis(quantile(samples, share)) for share in SHOWN), millis(max(samples))]


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, justify="right" if head else "left")
    return table


def millis(value: float | None) -> str:
    """Milliseconds with as many digits as they carry; a dash where there were too few samples."""
    if value is None:
        return "–"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"
