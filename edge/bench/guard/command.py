"""The command behind `scripts/guard`.

What imports NumPy is imported once this process is settled to one thread of it, as a till's is.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from edge import one_thread
from edge.bench.guard.judge import Figure, Group, judge
from edge.bench.guard.limits import LIMITS
from edge.bench.guard.runs import again_and_again, passes, table_of_runs
from gallery.errors import CheckoutError

_WIDTH = 130  # a log of CI has no width of its own

SLOWER = 1
"""Exit code where a figure is above its limit in each attempt."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and give the exit code: 0 where all figures are held."""
    asked = _parser().parse_args(arguments)
    if asked.times > 1:
        runs = again_and_again(asked.times)
        Console(highlight=False, width=_WIDTH).print(table_of_runs(runs, LIMITS))
        return SLOWER if any(run.code for run in runs) else 0
    console, began = Console(highlight=False, width=_WIDTH), time.perf_counter()
    try:
        with guarded() as groups:
            figures = judge(groups, LIMITS)
    except CheckoutError as error:
        Console(stderr=True, highlight=False).print(f"error: {error.problem}\nremedy: {error.remedy}")
        return error.exit_code
    console.print(table(figures, time.perf_counter() - began))
    if asked.keep is not None:
        asked.keep.write_text(json.dumps({figure.name: figure.tried for figure in figures}), "utf-8")
    return 0 if all(figure.held for figure in figures) else SLOWER


@contextmanager
def guarded() -> Iterator[tuple[Group, ...]]:
    """As `edge.bench.guard.measured.guarded`, with the NumPy that a till has."""
    one_thread.settle()
    from edge.bench.guard import measured

    with measured.guarded() as groups:
        yield groups


def table(figures: Sequence[Figure], seconds: float) -> Table:
    """Each figure beside what it usually is and what it may be."""
    shown = Table("", "now", "usual", "at most", "slower passes", "tries", "", title_justify="left")
    shown.title = f"has the till become slower? ratios within one run, {seconds:.0f} s"
    for figure in figures:
        limit = figure.limit
        values = (f"{value:.3g} {limit.unit}".strip() for value in (figure.value, limit.usual, limit.most))
        verdict = "[green]held[/green]" if figure.held else "[bold red]SLOWER[/bold red]"
        shown.add_row(f"{figure.name}: {limit.what}", *values, passes(limit), str(figure.attempts), verdict)
    return shown


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("scripts/guard", description="Has the till become slower than it was?")
    parser.add_argument(
        "--times", type=int, default=1, metavar="N", help="run it N times and show how the figures lie"
    )
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write what each attempt gave as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
