"""Series: how the live part went second by second; what drifts shows here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from edge.bench.till.results import Report, Second
from edge.bench.till.soak import Soak, judge
from edge.show.bench.axis import linear
from edge.show.bench.colours import ORDER
from edge.show.bench.numbers import short
from edge.show.bench.plot import Plot
from edge.show.bench.section import Section, Table

_WIDE, _MOST = 500, 5

Line = tuple[str, Callable[[Second], "float | None"]]


def series(report: Report) -> Iterator[Section]:
    """Latency, drops, memory, CPU, clock and the device's sensors against time."""
    if report.live is None or len(report.live.series) < 2:
        return
    seconds = report.live.series
    drawn = [_plot(title, unit, lines, seconds, zero) for title, unit, zero, lines in _usual()]
    drawn += [
        _plot(title, unit, lines, seconds, unit in ("%", "W")) for title, unit, lines in _sensors(seconds)
    ]
    soak = judge(report.live)
    tables = [_judged(soak), *_levelled(soak)] if soak else []
    yield Section("Second by second", small=[svg for svg in drawn if svg], tables=tables)


def _judged(soak: Soak) -> Table:
    """What a long run shows: flat memory and latency that does not grow, or not, or too short to tell."""
    words = {True: "met", False: "NOT MET", None: "not shown: run longer"}
    rows = [(one.what, one.measured, one.limit, words[one.met]) for one in soak.verdicts]
    return Table(("over the run", "measured", "limit", ""), rows)


def _levelled(soak: Soak) -> Iterator[Table]:
    """Whether the device had reached the heat and the clocks at which it stays, or was on the way there."""
    words = {True: "levelled", False: "NOT LEVELLED: run longer"}
    rows = [
        (one.name, *map(short, (one.start, one.end, one.least, one.peak)), words[one.levelled])
        for one in soak.curves
    ]
    if rows:
        yield Table(("over the run", "first tenth", "last tenth", "least", "peak", "last third"), rows)


def _usual() -> list[tuple[str, str, bool, list[Line]]]:
    return [
        ("Frame to decision", "ms", True, [("p50", lambda s: s.p50), ("p99", lambda s: s.p99)]),
        ("Frames", "in each second", True, [("decided on", _frames), ("dropped", _dropped)]),
        ("Resident memory", "MB", False, [("", lambda s: s.rss)]),
        ("CPU, of all cores", "%", True, [("", lambda s: 100 * s.cpu)]),
        ("CPU clock, mean", "MHz", False, [("", lambda s: s.clock)]),
    ]


def _frames(second: Second) -> float:
    return float(second.frames)


def _dropped(second: Second) -> float:
    return float(second.dropped)


def _sensors(seconds: Sequence[Second]) -> Iterator[tuple[str, str, list[Line]]]:
    """Sensors of one unit in one drawing, as many as can be told apart. The unit is a name's last word."""
    by_unit: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for second in seconds for name in second.device):
        by_unit.setdefault(name.rpartition(" ")[2], []).append(name)
    for unit, names in by_unit.items():
        for first in range(0, len(names), _MOST):
            some = names[first : first + _MOST]
            what = [name.rpartition(" ")[0] or name for name in some]
            keys = what if len(some) > 1 else [""]
            yield ", ".join(what), unit, [(key, _sensor(name)) for key, name in zip(keys, some, strict=True)]


def _sensor(name: str) -> Callable[[Second], float | None]:
    return lambda second: second.device.get(name)


def _plot(title: str, unit: str, lines: Sequence[Line], seconds: Sequence[Second], zero: bool) -> str:
    """The drawing; nothing where no line has a value."""
    values = [value for _, of in lines for second in seconds if (value := of(second)) is not None]
    if not values:
        return ""
    across = linear((second.at for second in seconds), "s", ends=False)
    plot = Plot(title, across, linear(values, unit, zero), width=_WIDE, height=210)
    for number, (key, of) in enumerate(lines):
        plot.line([(second.at, of(second)) for second in seconds], ORDER[number], key)
    return plot.svg()
