"""Report: what came of the trials, as a table."""

from __future__ import annotations

from collections import Counter

from durability.torture import Tally
from rich.console import Console
from rich.table import Table

KINDS = ("kills", "calls", "errors", "cuts")


def show(console: Console, tallies: dict[str, Tally]) -> None:
    """A row an operation, and their sum."""
    table = Table(title="each time it opened, verified, was one of two versions, and took the next change")
    table.add_column("operation", no_wrap=True)
    for name in ("killed", "in a call", "errors", "power cuts", "too late", "before", "after"):
        table.add_column(name, justify="right")
    for name, tally in tallies.items():
        table.add_row(name, *map(str, _numbers(tally)))
    whole = [sum(column) for column in zip(*map(_numbers, tallies.values()), strict=True)]
    table.add_section()
    table.add_row("all", *map(str, whole))
    console.print(table)
    console.print(f"{sum(whole[-2:])} trials, all held", highlight=False)


def _numbers(tally: Tally) -> list[int]:
    kinds = Counter(tally.kinds)
    return [*(kinds[kind] for kind in KINDS), tally.undisturbed, tally.before, tally.after]
