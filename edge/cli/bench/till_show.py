"""What a run of the till's bench prints: warnings, the ratio to the floor, times, targets."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from edge.bench.till.results import Report
from edge.bench.till.soak import judge
from edge.bench.till.targets import targets
from edge.cli.bench.crowd_tables import floor_table, stage_table, time_table
from edge.cli.bench.live_tables import curve_table, live_lines, live_table, series_line
from edge.cli.bench.till_lines import (
    bare_line,
    bare_lines,
    batch_table,
    device_lines,
    machine_lines,
    start_lines,
    still_line,
    streams_lines,
)


def show(report: Report, console: Console) -> None:
    """Print a report: warnings first, then the ratio to the floor, then absolute times, then the targets."""
    for warning in report.warnings:
        console.print(f"[bold yellow]warning:[/bold yellow] {escape(warning)}", soft_wrap=True)
    for part in _parts(report):
        if isinstance(part, str):
            console.print(part, soft_wrap=True)
        else:
            console.print(part)
    for name, fact in machine_lines(report):
        console.print(f"[dim]{name:>9}[/dim]  {escape(fact)}", soft_wrap=True)
    found = targets(report)
    if found:
        console.print(_verdicts("target", [(one.asked, one.measured, one.met) for one in found]))


def _parts(report: Report) -> Iterator[Table | str]:
    if report.crowds:
        yield floor_table(report.crowds)
        yield from bare_lines(report)
        yield time_table(report.crowds)
        yield stage_table(report.crowds)
    if report.stillness is not None:
        yield still_line(report.stillness)
    if report.live is not None:
        yield live_table(report.live, report.settings)
        yield from live_lines(report.live)
        yield from series_line(report.live)
        soak = judge(report.live)
        if soak is not None:
            yield _verdicts("soak", [(one.what, one.measured, one.met) for one in soak.verdicts])
            if soak.curves:
                yield curve_table(soak.curves)
    if report.batches:
        yield batch_table(report.batches)
        yield from bare_line(report)
    if report.start is not None:
        yield from start_lines(report.start)
    if report.streams is not None:
        yield from streams_lines(report.streams)
    if report.device is not None:
        yield from device_lines(report.device)


_VERDICT = {
    True: "[green]met[/green]",
    False: "[bold red]NOT MET[/bold red]",
    None: "[yellow]not shown[/yellow]",
}


def _verdicts(title: str, rows: list[tuple[str, str, bool | None]]) -> Table:
    table = Table(title, "measured", "")
    for asked, measured, met in rows:
        table.add_row(escape(asked), escape(measured), _VERDICT[met])
    return table
