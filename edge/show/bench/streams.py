"""Streams: how many cameras the device holds."""

from __future__ import annotations

from collections.abc import Iterator

from edge.bench.till.results import Report, Streams
from edge.show.bench.axis import Axis, linear
from edge.show.bench.numbers import milliseconds
from edge.show.bench.plot import Plot
from edge.show.bench.section import Section, Table

_TITLE = "Cameras on one device"


def streams(report: Report) -> Iterator[Section]:
    """The p99 of the age at decision against the number of cameras, with its limit."""
    part = report.streams
    if part is None:
        return
    words = [
        f"{part.held} camera{'s' * (part.held != 1)} of {part.fps:g} frames/s held: p99 of the age at "
        f"decision within {part.limit:g} ms and less than 1 % of frames dropped."
    ]
    if part.stopped:
        words.append(f"No more were tried: {part.stopped}.")
    if not part.p99:
        yield Section(_TITLE, words)
        return
    rows = [
        [str(number), milliseconds(p99), f"{lost:.2%}", "held" if number <= part.held else "not held"]
        for number, (p99, lost) in enumerate(zip(part.p99, part.dropped, strict=False), 1)
    ]
    table = Table(("cameras", "p99 of the age", "dropped", ""), rows)
    yield Section(_TITLE, words, (_plot(part),), tables=(table,))


def _plot(part: Streams) -> str:
    count = len(part.p99)
    across = Axis(0.5, count + 0.5, "cameras", marks=tuple(float(number) for number in range(1, count + 1)))
    told = [(float(number), p99) for number, p99 in enumerate(part.p99, 1) if p99 is not None]
    up = linear([*(p99 for _, p99 in told), part.limit], "ms")
    plot = Plot("p99 of the age at decision", across, up, width=1000, height=280)
    plot.across(part.limit, f"limit {part.limit:g} ms")
    plot.line(told, "line-a", dots=True)
    return plot.svg()
