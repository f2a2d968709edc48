"""Panel: two axes with ticks, and lines in it, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 34, 44
INK, SOFT = "#222428", "#c9ccd1"

Ticks = Sequence[tuple[float, str]]
"""Places along an axis, in its own units, with what is written there."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing area.

    Attributes:
        title: above it.
        x_name: under the horizontal axis.
        y_name: beside the vertical axis.
        x: ticks of the horizontal axis; the first and the last end it.
        y: ticks of the vertical axis.
    """

    title: str
    x_name: str
    y_name: str
    x: Ticks
    y: Ticks

    def frame(self) -> str:
        """Axes, ticks, grid and names."""
        parts = [_text(_LEFT, 18, self.title, weight="bold")]
        for value, words in self.x:
            left = self.at(value, self.y[0][0])[0]
            parts += [_line(left, _TOP, left, HEIGHT - _BOTTOM), _text(left, HEIGHT - 28, words, "middle")]
        for value, words in self.y:
            top = self.at(self.x[0][0], value)[1]
            parts += [_line(_LEFT, top, WIDTH - _RIGHT, top), _text(_LEFT - 6, top + 4, words, "end")]
        middle = (_TOP + HEIGHT - _BOTTOM) / 2
        turned = f'<g transform="rotate(-90 14 {middle:.0f})">{_text(14, middle, self.y_name, "middle")}</g>'
        return "".join([*parts, _text((_LEFT + WIDTH) / 2, HEIGHT - 10, self.x_name, "middle"), turned])

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a value lies, pixels; kept inside the axes."""
        across = _share(x, self.x) * (WIDTH - _LEFT - _RIGHT)
        up = _share(y, self.y) * (HEIGHT - _TOP - _BOTTOM)
        return _LEFT + across, HEIGHT - _BOTTOM - up

    def line(self, points: Sequence[tuple[float, float]], colour: str, wide: float = 1.5) -> str:
        """A line through points, with a dot at each."""
        places = [self.at(x, y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dots = "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{wide * 1.8:.1f}" fill="{colour}"/>' for x, y in places
        )
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{wide}"/>{dots}'


def legend(entries: Sequence[tuple[str, str]]) -> str:
    """Names with their colours, one below the other."""
    rows = [
        f'<circle cx="10" cy="{12 + 18 * row}" r="4" fill="{colour}"/>' + _text(22, 16 + 18 * row, name)
        for row, (name, colour) in enumerate(entries)
    ]
    return "".join(rows)


def page(parts: Sequence[tuple[float, float, str]], width: float, height: float) -> bytes:
    """An SVG file of drawings, each moved to its place."""
    inside = "".join(f'<g transform="translate({x:.0f} {y:.0f})">{part}</g>' for x, y, part in parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
    style = 'font-family="system-ui, sans-serif" font-size="12">'
    return f'{head}{style}<rect width="100%" height="100%" fill="white"/>{inside}</svg>\n'.encode()


def _share(value: float, ticks: Ticks) -> float:
    low, high = ticks[0][0], ticks[-1][0]
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{SOFT}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{INK}">'
        f"{escape(words)}</text>"
    )
