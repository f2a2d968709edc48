"""What a run of the till's bench prints of its smaller parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.markup import escape
from rich.table import Table

from edge.bench.device.facts import DeviceFacts
from edge.bench.till.quantiles import median, rate
from edge.bench.till.results import Batch, Report, Start, Stillness, Streams
from edge.cli.bench.crowd_tables import millis


def still_line(part: Stillness) -> str:
    """What items cost that lie still."""
    return (
        f"{part.items} items that lie still cost [bold]{part.still_cpu / part.moving_cpu:.1%}[/bold] of the "
        f"CPU of {part.items} that move on: {part.still_cpu:.3f} and {part.moving_cpu:.3f} s a second; "
        f"{part.still_looks} and {part.moving_looks} crops embedded; frames of {np.mean(part.still):.2f} and "
        f"{np.mean(part.moving):.2f} ms on average"
    )


def bare_lines(report: Report) -> Iterator[str]:
    """What the floor is, which every ratio to it must say."""
    yield from bare_line(report)
    if report.bare_search:
        yield f"bare search: {escape(report.bare_search)}"


def bare_line(report: Report) -> Iterator[str]:
    """What bare inference is, beside the floor and beside batches."""
    if report.bare_inference:
        yield f"bare inference: {escape(report.bare_inference)}"


def batch_table(batches: Sequence[Batch]) -> Table:
    """Bare inference of so many crops, in runs as the till makes them."""
    table = Table(title="Bare inference", title_justify="left")
    for name in ("crops", "p50 ms", "crops/s"):
        table.add_column(name, justify="right")
    for batch in batches:
        middle = float(np.median(batch.milliseconds))
        table.add_row(str(batch.size), millis(middle), f"{rate(batch.size, batch.milliseconds):.1f}")
    return table


def start_lines(part: Start) -> Iterator[str]:
    """The start and what it was spent on."""
    yield (
        f"start to first decision with {part.views:,} views: [bold]{median(part.seconds) or 0:.2f} s[/bold] "
        f"(median of {len(part.seconds)}, worst {max(part.seconds):.2f} s); greatest resident memory "
        f"[bold]{part.peak:.0f} MB[/bold]"
    )
    if part.parts:
        yield "  of that: " + ", ".join(f"{escape(name)} {spent:.2f} s" for name, spent in part.parts.items())


def streams_lines(part: Streams) -> Iterator[Table | str]:
    """How many cameras are held; then of 1, 2, 3… cameras the age at decision and what was dropped."""
    stopped = f" ({escape(part.stopped)})" if part.stopped else ""
    yield (
        f"this device holds [bold]{part.held}[/bold] cameras of {part.fps:g} frames a second, with a p99 "
        f"of the age at decision of {part.limit:g} ms or less{stopped}"
    )
    table = Table("cameras", "p99 ms", "dropped", "frames", "crops/s")
    for number, (p99, dropped) in enumerate(zip(part.p99, part.dropped, strict=True)):
        frames = str(part.frames[number]) if part.frames else "–"
        crops = f"{part.looks[number] / part.seconds:.1f}" if part.looks and part.seconds else "–"
        table.add_row(str(number + 1), millis(p99), f"{dropped:.1%}", frames, crops)
    yield table


def device_lines(facts: DeviceFacts) -> Iterator[str]:
    """What the device's own sensors said."""
    told = facts.model_dump(exclude_none=True, exclude_defaults=True)
    yield "device: " + escape(
        ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in told.items())
    )


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "; ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def machine_lines(report: Report) -> Iterator[tuple[str, str]]:
    """On what the run was made."""
    machine, runtime = report.machine, report.machine.runtime
    yield "machine", f"{runtime.cpu}, {runtime.cores} cores; {' '.join(machine.flags)}"
    yield (
        "clock",
        f"governor {machine.governor or 'not told'}; load average before the run {machine.load:.2f}",
    )
    yield "runs on", f"{runtime.provider} ({machine.reason})"
    yield "model", f"{machine.model} ({machine.model_hash[:12]}), {machine.precision}"
    yield "gallery", f"{machine.gallery}: {machine.views:,} views, state {machine.gallery_state[:12]}"
    yield (
        "versions",
        f"checkout-edge {report.version}, Python {runtime.python}, NumPy {runtime.numpy}, "
        f"OpenCV {runtime.opencv}",
    )
    yield "scene", _scene(report)


def _scene(report: Report) -> str:
    settings, video = report.settings, report.video
    if settings.source == "scene":
        return f"scene, {settings.items} items, seed {settings.seed}"
    if video is None:
        return settings.source
    frames = "frames not told" if video.frames is None else f"{video.frames} frames"
    return f"{settings.source}: {frames} at {video.fps:g} a second, {video.hash[:12]}"
