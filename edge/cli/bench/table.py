"""Tables of the bench of the gallery."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from edge.bench.gallery.results import Result, ShopResult, SizeResult
from edge.bench.gallery.subjects import OURS
from edge.bench.gallery.targets import Target

_UNITS = ("s", 1e6), ("ms", 1e3), ("µs", 1.0)
_COLUMNS = ("", "build", "load", "memory", "", "recall", "ef", "p50", "p99", "x ours", "batch/s")


def size_table(size: SizeResult) -> Table:
    """All subjects at one size. A graph is shown at the least effort with our recall or more, or its most."""
    raw = f"vectors {_bytes(size.raw_bytes)}, with links {_bytes(size.raw_bytes + size.links_bytes)}"
    title = f"{size.views:,} views of {size.products:,} products; {raw}"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for number, name in enumerate(_COLUMNS):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for result in size.results:
        table.add_row(*_row(result, size), style="bold" if result.subject == OURS else None)
    failures = [escape(result.failed) for result in size.results if result.failed]
    table.caption = "\n".join(failures) or None
    return table


def _row(result: Result, size: SizeResult) -> list[str]:
    name = "ours" if result.subject == OURS else result.subject
    if result.failed:
        return [name, "[red]failed[/red]"]
    shown = result.equal or result.points[-1]
    share = result.memory / (size.raw_bytes + size.links_bytes)
    return [
        name,
        _seconds(result.build_s),
        _seconds(result.load_s),
        _bytes(result.memory) if result.memory else "-",
        f"{share:.2f}x" if result.memory else "-",
        f"{shown.recall:.4f}" if result.equal else f"[yellow]{shown.recall:.4f}[/yellow]",
        "-" if shown.effort is None else str(shown.effort),
        _micro(shown.p50_us),
        _micro(shown.p99_us),
        f"{shown.times_ours:.2f}x" if result.equal else "-",
        f"{result.batch_per_s:.0f}",
    ]


def shop_table(size: SizeResult) -> Table:
    """What the till sees of a gallery's file of that size."""
    shop = size.shop or ShopResult()
    table = Table(title=f"a gallery's file of {size.views:,} views", title_justify="left", show_header=False)
    if shop.failed:
        table.add_row("failed", escape(shop.failed))
        return table
    rows = (
        ("file", f"{_bytes(shop.bytes)}, filled in {_seconds(size.fill_s)}"),
        ("opened, one query answered", f"{_seconds(shop.open_s)}, {_bytes(shop.memory)} of memory"),
        ("the same without its graph", _seconds(shop.bare_s)),
        ("a product enrolled by another process is known after", _seconds(shop.visible_s)),
        ("longest turn of the loop meanwhile", f"{shop.pause_ms:.1f} ms; before {shop.frame_ms:.1f} ms"),
    )
    for row in rows:
        table.add_row(*row)
    return table


def target_table(found: Sequence[Target]) -> Table:
    """Each target, what was measured, and whether it is met."""
    table = Table("views", "target", "measured", "")
    for target in found:
        verdict = "[green]met[/green]" if target.met else "[bold red]NOT MET[/bold red]"
        table.add_row(f"{target.views:,}", target.asked, escape(target.measured), verdict)
    return table


def _seconds(seconds: float) -> str:
    return _micro(seconds * 1e6)


def _micro(microseconds: float) -> str:
    unit, size = next((pair for pair in _UNITS if microseconds >= pair[1]), _UNITS[-1])
    value = microseconds / size
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def _bytes(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
