"""Tables of the till on its camera."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from edge.bench.till.quantiles import median
from edge.bench.till.results import Live, Settings
from edge.bench.till.soak import Curve
from edge.cli.bench.crowd_tables import quantiles


def live_table(live: Live, settings: Settings) -> Table:
    """Every stage of all frames; a quantile that so many frames cannot carry is a dash."""
    width, height = settings.size
    title = f"Live: {width}x{height} at {live.fps:g} frames a second for {live.seconds:.0f} s, ms"
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in ("p50", "p90", "p99", "p99.9", "worst"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("frame to decision", *quantiles(live.frame), style="bold")
    looked = [frame for frame, looks in zip(live.frame, live.looks, strict=True) if looks]
    if looked:
        table.add_row(f"  of {len(looked)} frames with a look", *quantiles(looked))
    table.add_row("age at decision", *quantiles(live.age), style="bold", end_section=True)
    for stage, samples in live.stages.items():
        table.add_row(stage, *quantiles(samples))
    if live.jitter:
        table.add_section()
        table.add_row("jitter of decisions", *quantiles(live.jitter))
    return table


def live_lines(live: Live) -> Iterator[str]:
    """Frames delivered and dropped, crops embedded, and the receipt."""
    yield (
        f"{live.delivered} frames delivered, {live.late} of them late; {live.frames} decided on, "
        f"[bold]{live.dropped} dropped[/bold]; {sum(live.looks)} crops embedded, {live.events} events"
    )
    if live.loops:
        yield f"the video began again [bold]{live.loops}[/bold] times: what lies there at its end is cut off"
    middle = median(live.receipt)
    if middle is not None:
        yield (
            f"from an item laid down to its line on the receipt: [bold]{middle:.2f} s[/bold] "
            f"(median of {len(live.receipt)}, worst {max(live.receipt):.2f} s)"
        )


def series_line(live: Live) -> Iterator[str]:
    """What the process used, second by second."""
    if live.series:
        most = max(second.rss for second in live.series)
        busy = median([second.cpu for second in live.series]) or 0.0
        yield (
            f"resident memory of the bench's own process up to {most:.0f} MB, with what it drew and measured "
            f"before (a till alone: the part start); CPU {busy:.0%} of all cores"
        )


def curve_table(curves: Sequence[Curve]) -> Table:
    """How each sensor went over a soak, and whether it had levelled at the end."""
    table = Table(title="Sensors over the run", title_justify="left")
    for name in ("", "first tenth", "last tenth", "least", "greatest", "levelled"):
        table.add_column(name, justify="right" if name else "left")
    for curve in curves:
        told = (f"{value:.0f}" for value in (curve.start, curve.end, curve.least, curve.peak))
        table.add_row(escape(curve.name), *told, "yes" if curve.levelled else "[yellow]no[/yellow]")
    return table
