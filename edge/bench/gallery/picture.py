"""Picture: the time of a query against recall, a panel a size, and at our recall against the size."""

from __future__ import annotations

from math import ceil, floor, log10

from edge.bench.gallery.panel import HEIGHT, WIDTH, Panel, Ticks, legend, page
from edge.bench.gallery.results import Report, SizeResult
from edge.bench.gallery.subjects import OURS, SUBJECTS

_COLOURS = ("#d0342c", "#8a8d93", "#4a4d52", "#1f6fb2", "#e08a00", "#7a4fb5", "#2e9e6b")
_RECALLS: Ticks = ((1.0, "0.9"), (2.0, "0.99"), (3.0, "0.999"), (4.0, "1"))
_MOST_NINES = 1e-4  # a recall of 1 is drawn as this little short of it


def picture(report: Report) -> bytes:
    """The report as an SVG file."""
    panels = [_recall_panel(size) for size in report.sizes]
    if len(report.sizes) > 1:
        panels.append(_size_panel(report.sizes))
    across = min(2, len(panels))
    places = [(WIDTH * (n % across), HEIGHT * (n // across), part) for n, part in enumerate(panels)]
    names = [name for name in SUBJECTS if any(r.subject == name for s in report.sizes for r in s.results)]
    places.append((WIDTH * across + 8, 24, legend([(name, _colour(name)) for name in names])))
    return page(places, WIDTH * across + 130, HEIGHT * ceil(len(panels) / across))


def _recall_panel(size: SizeResult) -> str:
    times = [point.p50_us for result in size.results for point in result.points]
    panel = Panel(f"{size.views:,} views", "recall@7", "one query, median", _RECALLS, _decades(times))
    return panel.frame() + "".join(
        panel.line(
            [(_nines(point.recall), log10(point.p50_us)) for point in result.points],
            _colour(result.subject),
            _wide(result.subject),
        )
        for result in reversed(size.results)
        if result.points
    )


def _size_panel(sizes: tuple[SizeResult, ...]) -> str:
    lines: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        for result in size.results:
            if result.equal is not None:
                place = (log10(size.views), log10(result.equal.p50_us))
                lines.setdefault(result.subject, []).append(place)
    times = [10**y for line in lines.values() for _, y in line]
    views = tuple((log10(size.views), f"{size.views:,}") for size in sizes)
    panel = Panel("at our recall or above", "views", "one query, median", views, _decades(times))
    drawn = [panel.line(line, _colour(name), _wide(name)) for name, line in reversed(lines.items())]
    return panel.frame() + "".join(drawn)


def _decades(microseconds: list[float]) -> Ticks:
    low, high = floor(log10(min(microseconds))), ceil(log10(max(microseconds)) + 0.01)
    return [(power, _time(10.0**power)) for power in range(low, high + 1)]


def _time(microseconds: float) -> str:
    return f"{microseconds / 1e3:g} ms" if microseconds >= 1e3 else f"{microseconds:g} µs"


def _nines(recall: float) -> float:
    return -log10(1 - min(recall, 1 - _MOST_NINES))


def _colour(name: str) -> str:
    return _COLOURS[list(SUBJECTS).index(name)]


def _wide(name: str) -> float:
    return 3.0 if name == OURS else 1.5
