"""Plot: two axes, and what is drawn between them, as SVG that takes its colours from the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from edge.show.bench.axis import Axis
from edge.show.bench.colours import colour

Point = tuple[float, float | None]
"""Along both axes; without a second value there is a gap."""


@dataclass(slots=True)
class Plot:
    """One plot.

    Attributes:
        title: above it, and what a screen reader says.
        x: the horizontal axis.
        y: the vertical axis.
        note: under the title.
        right: an axis of its own at the right, for `bars` alone.
        width: units of the drawing, as is `height`; y points down.
    """

    title: str
    x: Axis
    y: Axis
    note: str = ""
    right: Axis | None = None
    width: int = 340
    height: int = 220
    parts: list[str] = field(default_factory=list)
    _keys: list[tuple[str, str]] = field(default_factory=list)

    def at(self, x: float, y: float, axis: Axis | None = None) -> tuple[float, float]:
        """Where a value lies, in units from the upper left; kept inside the axes."""
        left, top, right, foot = self._edges()
        up = (axis or self.y).share(y)
        return left + self.x.share(x) * (right - left), foot - up * (foot - top)

    def line(self, points: Sequence[Point], name: str, key: str = "", dots: bool = False) -> None:
        """A line through points, broken where there is none.

        Args:
            points: in the axes' units.
            name: of its colour.
            key: what the legend calls it; no legend without one.
            dots: a dot at each point, with its value on hovering.
        """
        for run in _runs(points):
            places = [self.at(x, y) for x, y in run]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            self.parts.append(
                f'<polyline points="{path}" style="fill:none;stroke:{colour(name)};stroke-width:1.8"/>'
            )
            if dots or len(run) == 1:
                said = [f"{self.x.words(x)}: {self.y.words(y)}" for x, y in run]
                self.parts += [_dot(place, name, words) for place, words in zip(places, said, strict=True)]
        self._key(key, name)

    def mark(self, x: float, y: float, name: str, words: str = "", key: str = "") -> None:
        """A diamond at a value, with words below it, or above where the foot is near."""
        left, top = self.at(x, y)
        corners = f"M{left:.1f},{top - 5:.1f}l5,5l-5,5l-5,-5z"
        self.parts.append(f'<path d="{corners}" style="fill:{colour(name)}"/>')
        if words:
            below = top + 20 < self._edges()[3]
            self.parts.append(text(left, top + 18 if below else top - 9, words, "middle", clear=True))
        self._key(key, name)

    def bars(self, edges: Sequence[float], heights: Sequence[float], name: str, said: Sequence[str]) -> None:
        """Bars between neighbouring edges, as high as the right axis says, or the left one without it."""
        axis = self.right or self.y
        for start, end, height, words in zip(edges, edges[1:], heights, said, strict=False):
            (left, top), (right, foot) = self.at(start, height, axis), self.at(end, axis.low, axis)
            if height > 0:
                self.parts.append(bar(left, top, max(right - left - 0.5, 0.5), foot - top, name, words))

    def across(self, y: float, words: str) -> None:
        """A dashed line at a height, with words at its left end."""
        left, top = self.at(self.x.low, y)
        self.parts.append(_rule(left, top, self._edges()[2], top, dashed=True))
        self.parts.append(text(left + 4, top - 4, words, soft=True))

    def upright(self, x: float) -> None:
        """A dashed line from foot to top."""
        place, top = self.at(x, self.y.high)
        self.parts.append(_rule(place, top, place, self._edges()[3], dashed=True))

    def svg(self) -> str:
        """The drawing."""
        return document(self.title, self.width, self.height, [*self._frame(), *self.parts, *self._legend()])

    def _edges(self) -> tuple[float, float, float, float]:
        wide = max(len(words) for _, words in self.y.ticks())
        left = 22 + 6.6 * wide
        return left, 48, self.width - (48 if self.right else 14), self.height - 38

    def _frame(self) -> list[str]:
        left, top, right, foot = self._edges()
        parts = [text(0, 15, self.title, bold=True), text(0, 31, self.note, soft=True)]
        for value, words in self.y.ticks():
            height = self.at(self.x.low, value)[1]
            parts += [_rule(left, height, right, height), text(left - 5, height + 4, words, "end")]
        for value, words in self.x.ticks():
            place = self.at(value, self.y.low)[0]
            room = self.width - 3.4 * len(words)
            parts += [_rule(place, foot, place, foot + 4), text(min(place, room), foot + 17, words, "middle")]
        for value, words in self.right.ticks() if self.right else ():
            parts.append(text(right + 5, self.at(self.x.low, value, self.right)[1] + 4, words, soft=True))
        parts.append(text((left + right) / 2, self.height - 5, self.x.name, "middle", soft=True))
        return [*parts, _turned(9, (top + foot) / 2, self.y.name), *self._right_name()]

    def _right_name(self) -> list[str]:
        if self.right is None:
            return []
        _, top, _, foot = self._edges()
        return [_turned(self.width - 3, (top + foot) / 2, self.right.name)]

    def _legend(self) -> list[str]:
        parts, right = [], float(self.width)
        for words, name in reversed(self._keys):
            right -= 6.8 * len(words) + 24
            parts.append(f'<rect x="{right:.1f}" y="24" width="9" height="9" style="fill:{colour(name)}"/>')
            parts.append(text(right + 12, 32, words))
        return parts

    def _key(self, words: str, name: str) -> None:
        if words and (words, name) not in self._keys:
            self._keys.append((words, name))


def document(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    """Parts as one SVG element, to stand in a page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def text(
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    bold: bool = False,
    soft: bool = False,
    clear: bool = False,
) -> str:
    """One line of words, its foot at a place; nothing where there are none.

    Args:
        x: of its anchor.
        y: of its foot.
        words: to be read.
        anchor: which end lies at `x`, or `middle`.
        bold: of a heading.
        soft: of less weight than the rest.
        clear: kept clear of lines that it crosses.
    """
    kind = " ".join(["b"] * bold + ["s"] * soft + ["c"] * clear)
    named = f' class="{kind}"' if kind else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(words)}</text>' if words else ""
    )


def bar(x: float, y: float, width: float, height: float, name: str, words: str) -> str:
    """A filled rectangle that says its words on hovering."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0):.1f}" '
        f'style="fill:{colour(name)}"><title>{escape(words)}</title></rect>'
    )


def _dot(place: tuple[float, float], name: str, words: str) -> str:
    x, y = place
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" style="fill:{colour(name)}">'
        f"<title>{escape(words)}</title></circle>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float, dashed: bool = False) -> str:
    kind = "d" if dashed else "r"
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _turned(x: float, y: float, words: str) -> str:
    inside = text(x, y, words, "middle", soft=True)
    return f'<g transform="rotate(-90 {x:.0f} {y:.0f})">{inside}</g>' if inside else ""


def _runs(points: Sequence[Point]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]
