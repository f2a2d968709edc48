"""Picture: items a second of every subject as bars, a panel a number of items in view, as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape

from edge.bench.gallery.panel import INK, SOFT, page
from peers.figures import Middle
from peers.results import Results, Size
from peers.subjects import AUTO, OURS, SUBJECTS, TILL

_OURS, _PEER, _SEARCH = "#d0342c", "#8a8d93", "#1f6fb2"
_NAMES, _BARS, _ROW, _TOP = 280, 300, 22, 44


def picture(results: Results) -> bytes:
    """The largest gallery of a run; bars are medians, whiskers their intervals."""
    size, height = results.sizes[-1], _TOP + _ROW * len(results.names) + 18
    parts = [(0.0, height * n, _panel(results, size, count)) for n, count in enumerate(results.counts)]
    return page(parts, _NAMES + _BARS + 220, height * len(results.counts))


def _panel(results: Results, size: Size, count: int) -> str:
    rates = {name: size.of(name, count) for name in results.names}
    most = max(one.rate.high or one.rate.value for one in rates.values())
    title = (
        f"{count} item{'s' if count > 1 else ''} in view: items a second, a gallery of {size.views:,} views"
    )
    rows = [_text(12, 24, title, "start", "bold")]
    for number, (name, one) in enumerate(rates.items()):
        ahead = "" if name == OURS else f" (ours is {one.ahead.value:.2f} times as fast)"
        rows.append(_bar(_TOP + _ROW * number, name, one.rate, most, f"{one.rate.value:.1f}{ahead}"))
    return "".join(rows)


def _bar(top: float, name: str, rate: Middle, most: float, words: str) -> str:
    values = (rate.low or rate.value, rate.value, rate.high or rate.value)
    low, middle, high = (_NAMES + _BARS * value / most for value in values)
    colour = _colour(name)
    at, name = top + 7, name.replace("`", "")
    return "".join(
        [
            _text(_NAMES - 8, top + 11, name, "end"),
            f'<rect x="{_NAMES}" y="{top}" width="{middle - _NAMES:.1f}" height="14" fill="{colour}"/>',
            f'<path d="M{low:.1f} {at}H{high:.1f}m0 -3v6M{low:.1f} {at - 3}v6" stroke="{INK}"/>'
            * (rate.low is not None),
            f'<line x1="{_NAMES}" y1="{top - 4}" x2="{_NAMES}" y2="{top + 18}" stroke="{SOFT}"/>',
            _text(high + 6, top + 11, words, "start"),
        ]
    )


def _colour(name: str) -> str:
    return _OURS if name in (OURS, AUTO, TILL) else _SEARCH if SUBJECTS[name].peer == "d" else _PEER


def _text(x: float, y: float, words: str, anchor: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{INK}">'
        f"{escape(words)}</text>"
    )
