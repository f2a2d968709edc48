"""Rows: bars that lie one below the other, each of one piece or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from edge.show.bench.axis import Axis
from edge.show.bench.colours import colour
from edge.show.bench.plot import bar, document, text

_LETTER, _ROW, _TOP = 6.7, 27, 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row.

    Attributes:
        start: on the axis.
        end: the same, not before `start`.
        name: of its colour.
        words: said on hovering.
        label: written inside where there is room.
    """

    start: float
    end: float
    name: str
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, its pieces, and what is written behind the last."""

    name: str
    pieces: Sequence[Piece]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A drawing of rows.

    Attributes:
        title: above it, and what a screen reader says.
        axis: along which the pieces lie.
        rows: from the top.
        note: under the title.
        rule: a dashed line at this value.
        width: units of the drawing.
        legend: whether the colours' names stand below.
    """

    title: str
    axis: Axis
    rows: Sequence[Row]
    note: str = ""
    rule: float | None = None
    width: int = 1000
    legend: bool = False

    def at(self, value: float) -> float:
        """Where a value lies, in units from the left."""
        left = 12 + _LETTER * max(len(row.name) for row in self.rows)
        right = self.width - 14 - _LETTER * max(len(row.after) for row in self.rows)
        return left + self.axis.share(value) * (right - left)

    def svg(self) -> str:
        """The drawing."""
        foot = _TOP + _ROW * len(self.rows)
        parts = [text(0, 15, self.title, bold=True), text(0, 31, self.note, soft=True), *self._ticks(foot)]
        for number, row in enumerate(self.rows):
            parts += self._row(row, _TOP + _ROW * number)
        if self.rule is not None:
            parts.append(_upright(self.at(self.rule), foot, "d"))
        key, height = self._key(foot + 44) if self.legend else ([], foot + 40)
        return document(self.title, self.width, height, [*parts, *key])

    def _row(self, row: Row, top: float) -> list[str]:
        parts = [text(self.at(self.axis.low) - 7, top + 18, row.name, "end")]
        for piece in row.pieces:
            left, right = self.at(piece.start), self.at(piece.end)
            parts.append(bar(left, top + 3, max(right - left, 1.0), _ROW - 6, piece.name, piece.words))
            if right - left > _LETTER * len(piece.label) + 4:
                parts.append(_inside((left + right) / 2, top + 18, piece.label))
        end = max((piece.end for piece in row.pieces), default=self.axis.low)
        return [*parts, text(self.at(end) + 6, top + 18, row.after)]

    def _ticks(self, foot: float) -> list[str]:
        parts = []
        for value, words in self.axis.ticks():
            parts += [_upright(self.at(value), foot, "r"), text(self.at(value), foot + 16, words, "middle")]
        middle = (self.at(self.axis.low) + self.at(self.axis.high)) / 2
        return [*parts, text(middle, foot + 32, self.axis.name, "middle", soft=True)]

    def _key(self, top: float) -> tuple[list[str], float]:
        parts, left = [], 0.0
        for name in dict.fromkeys(piece.name for piece in chain(*(row.pieces for row in self.rows))):
            wide = 7.2 * len(name) + 28
            if left + wide > self.width:
                left, top = 0.0, top + 18
            parts.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="10" height="10" style="fill:{colour(name)}"/>'
            )
            parts.append(text(left + 14, top + 9, name))
            left += wide
        return parts, top + 16


def _upright(x: float, foot: float, kind: str) -> str:
    return f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{foot:.1f}" class="{kind}"/>'


def _inside(x: float, y: float, words: str) -> str:
    return text(x, y, words, "middle").replace("<text ", '<text class="in" ', 1)


def stacked(parts: Sequence[tuple[str, float, str]], scale: float = 1.0) -> list[Piece]:
    """Pieces that follow one another without a gap.

    Args:
        parts: colour's name, length, and what is said on hovering.
        scale: multiplies the lengths.
    """
    pieces, at = [], 0.0
    for name, length, words in parts:
        pieces.append(Piece(at, at + length * scale, name, words, name))
        at += length * scale
    return pieces
