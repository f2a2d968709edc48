"""`checkout-edge bench compare`: is B slower than A, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge.bench.compare.compare import Compared, Comparison, worse_by
from edge.bench.compare.compare import compare as compare_reports
from edge.bench.compare.file import read_report
from edge.show.bench.numbers import short
from edge.write import check_place, write_whole
from gallery.errors import GateError

LEAST_MS = 0.05
"""Stages that take less than this in both are in the JSON alone."""

_COLOURS = {"slower": "bold red", "worse": "bold red", "faster": "green", "better": "green"}


def compare(
    a: Annotated[Path, typer.Argument(metavar="A.json", help="The run that is compared with.")],
    b: Annotated[Path, typer.Argument(metavar="B.json", help="The run that is judged.")],
    json: Annotated[Path | None, typer.Option(help="Write all figures here.")] = None,
    fail_if_slower: Annotated[
        float | None,
        typer.Option(
            metavar="PERCENT",
            min=0,
            help="End with exit code 6 if a ratio to the floor or a figure of the whole is shown to be worse "
            "by more than this. Single stages are not looked at.",
        ),
    ] = None,
) -> None:
    """Judge one run of the bench by another, with intervals.

    Every figure stands beside the same of the other run, with the ratio B/A and the interval in which it lies
    with 95 % confidence. Ratios to the floor come first: both sides of them were timed in turn in one
    process, so that much of a machine's noise cancels. A difference is said to be there only where the
    interval leaves 1 out; of 20 figures that did not change, about one does so by chance. An interval speaks
    of these two runs: to see how much two runs of one build differ on this machine, compare them first.
    Intervals are drawn from the raw samples in blocks of neighbours, since those are alike; of fewer than 20
    samples they are those of the rank test.

    Exit code 0, but for [bold]--fail-if-slower[/bold].

    [bold]Examples[/bold]

    checkout-edge bench compare before.json after.json

    checkout-edge bench compare main.json change.json --fail-if-slower 5
    """
    if json is not None:
        check_place(json, "--json")
    found = compare_reports(read_report(a), read_report(b))
    if json is not None:
        write_whole(json, f"{found.model_dump_json(indent=1)}\n".encode())
    console = Console(highlight=False)
    _tell_unlike(found, console)
    _tell_figures(found, console)
    if fail_if_slower is not None:
        _check(found, fail_if_slower)


def _tell_unlike(found: Comparison, console: Console) -> None:
    for words in found.warnings:
        console.print(f"[bold yellow]warning:[/bold yellow] {escape(words)}", soft_wrap=True)
    if found.differs:
        table = Table("not the same", "A", "B", title="The runs are not alike", title_justify="left")
        for one in found.differs:
            table.add_row(escape(one.what), escape(one.a), escape(one.b))
        console.print(table)


def _tell_figures(found: Comparison, console: Console) -> None:
    shown = [figure for figure in found.figures if not _tiny(figure)]
    for part, title in (
        ("ratio", "Ratios of one run"),
        ("whole", "Absolute figures"),
        ("stage", "Single stages"),
    ):
        some = [figure for figure in shown if figure.part == part]
        if some:
            console.print(_table(title, some))
    judged = [figure for figure in found.figures if figure.low is not None]
    worse = sum(figure.verdict in ("slower", "worse") for figure in judged)
    better = sum(figure.verdict in ("faster", "better") for figure in judged)
    console.print(
        f"{len(judged)} figures judged at {found.confidence:.0%}: {worse} worse, {better} better in B; about "
        f"{len(judged) * (1 - found.confidence):.0f} would be by chance alone",
        soft_wrap=True,
    )
    if len(shown) < len(found.figures):
        less = len(found.figures) - len(shown)
        console.print(f"[dim]{less} figures of stages below {LEAST_MS} ms in both are left out here[/dim]")
    for name, only in (("A", found.only_a), ("B", found.only_b)):
        if only:
            console.print(f"[dim]in {name} alone: {escape('; '.join(only))}[/dim]", soft_wrap=True)


def _tiny(figure: Compared) -> bool:
    return figure.part == "stage" and max(figure.a, figure.b) < LEAST_MS


def _table(title: str, figures: Sequence[Compared]) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for number, name in enumerate(("", "A", "B", "", "B/A", "interval", "")):
        left, words = number in (0, 3, 6), number in (0, 6)
        table.add_column(name, justify="left" if left else "right", no_wrap=not words)
    for figure in figures:
        table.add_row(*_row(figure))
    return table


def _row(figure: Compared) -> list[str]:
    interval = "" if figure.low is None else f"{figure.low:.3f}–{figure.high:.3f}"
    verdict = f"{figure.verdict}: {figure.why}" if figure.why else figure.verdict
    colour = _COLOURS.get(figure.verdict, "dim")
    return [
        escape(figure.name), short(figure.a), short(figure.b), "" if figure.part == "ratio" else figure.unit,
        "–" if figure.ratio is None else f"{figure.ratio:.3f}", interval, f"[{colour}]{verdict}[/{colour}]",
    ]  # fmt: skip


def _check(found: Comparison, percent: float) -> None:
    """See that nothing of the whole is shown to be worse by more than so many percent.

    Raises:
        GateError: a figure is.
    """
    bad = [one for one in found.figures if one.part != "stage" and worse_by(one) > percent / 100]
    if bad:
        names = "; ".join(f"{one.name} {one.ratio:.2f}x" for one in bad)
        raise GateError(
            f"B is worse than A by more than {percent:g} %: {names}",
            "measure both again on an idle machine; if it stays, the single stages say where",
        )
