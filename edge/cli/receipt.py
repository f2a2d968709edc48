"""The basket and the latency, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from edge.basket import Basket
from edge.basket.money import money
from edge.latency import LatencySummary


def receipt(basket: Basket, truth: Mapping[str, int] | None = None, true_unknown: int = 0) -> Table:
    """The basket with prices and totals; beside what is true, where that is known."""
    table = Table(title="Basket", title_justify="left")
    for heading in ("pieces", "SKU", "product"):
        table.add_column(heading, justify="right" if heading == "pieces" else "left", overflow="fold")
    table.add_column("price", justify="right")
    table.add_column("total", justify="right")
    if truth is not None:
        table.add_column("truth", justify="right")
    for line in basket.lines:
        prices = [money(line.price_minor, line.currency), money(line.total_minor, line.currency)]
        cells = [str(line.quantity), line.sku, line.name, *prices]
        table.add_row(*cells, *_beside(line.quantity, truth, line.sku))
    for sku in sorted(set(truth or {}) - set(basket.quantities)):
        table.add_row("0", sku, "[red]missed[/red]", "", "", str((truth or {})[sku]))
    for event in basket.uncertain:
        likely = " or ".join(candidate.sku for candidate in event.candidates[:3])
        table.add_row("1", "?", f"[yellow]please confirm: {likely}[/yellow]", "", "")
    if basket.unknown or true_unknown:
        beside = [] if truth is None else [_mark(len(basket.unknown), true_unknown)]
        table.add_row(str(len(basket.unknown)), "–", "[red]unknown item[/red]", "", "", *beside)
    for currency, minor in basket.totals.items():
        table.add_section()
        table.add_row("", "", "[bold]total[/bold]", "", f"[bold]{money(minor, currency)}[/bold]")
    return table


def timing(latency: LatencySummary, dropped: int) -> str:
    """One line: frames, latency from frame to decision, drops."""
    return (
        f"{latency.frames} frames, {dropped} dropped; frame to decision: "
        f"median {latency.median:.1f} ms, p99 {latency.p99:.1f} ms, worst {latency.worst:.1f} ms"
    )


def _beside(pieces: int, truth: Mapping[str, int] | None, sku: str) -> list[str]:
    return [] if truth is None else [_mark(pieces, truth.get(sku, 0))]


def _mark(ours: int, true: int) -> str:
    return f"[green]{true} ✓[/green]" if ours == true else f"[red]{true} ✗[/red]"
