"""Drawing: a few lines, areas and words, written as SVG or as PNG."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from edge.show.lettering import font
from gallery.errors import InputError

Spot = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
_PILLOW = {"start": "ls", "middle": "ms", "end": "rs"}
_SCALE = 2  # pixels of the PNG for one unit


@dataclass(frozen=True, slots=True)
class Line:
    """A line through spots; dashed or not."""

    spots: Sequence[Spot]
    colour: str
    width: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    spots: Sequence[Spot]
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, its foot at a spot."""

    spot: Spot
    text: str
    size: float = 14.0
    anchor: Anchor = "start"
    colour: str = "#222428"


@dataclass(slots=True)
class Drawing:
    """What is drawn, back to front.

    Attributes:
        width: units, as is `height`; y points down.
        parts: lines, areas and words.
    """

    width: int
    height: int
    parts: list[Line | Area | Words] = field(default_factory=list)

    def svg(self) -> str:
        """As a self-contained SVG document."""
        body = "\n".join(_svg(part) for part in self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
        )

    def image(self) -> Image.Image:
        """As a picture, RGB, two pixels a unit."""
        picture = Image.new("RGB", (self.width * _SCALE, self.height * _SCALE), "#ffffff")
        brush = ImageDraw.Draw(picture)
        for part in self.parts:
            _paint(brush, part)
        return picture


def check_suffix(path: Path) -> None:
    """See that a picture can be written under this name.

    Raises:
        InputError: it ends neither in .svg nor in .png.
    """
    if path.suffix.lower() not in (".svg", ".png"):
        raise InputError(f"--picture {path}", "name a file that ends in .svg or .png")


def _svg(part: Line | Area | Words) -> str:
    if isinstance(part, Words):
        x, y = part.spot
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{part.size:g}" text-anchor="{part.anchor}" '
            f'fill="{part.colour}">{escape(part.text)}</text>'
        )
    spots = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.spots)
    if isinstance(part, Area):
        return f'<polygon points="{spots}" fill="{part.colour}"/>'
    dash = ' stroke-dasharray="6 5"' if part.dashed else ""
    return (
        f'<polyline points="{spots}" fill="none" stroke="{part.colour}" stroke-width="{part.width:g}"{dash}/>'
    )


def _paint(brush: ImageDraw.ImageDraw, part: Line | Area | Words) -> None:
    if isinstance(part, Words):
        x, y = part.spot
        letters = font(round(part.size * _SCALE))
        brush.text((x * _SCALE, y * _SCALE), part.text, part.colour, letters, anchor=_PILLOW[part.anchor])
        return
    spots = [(x * _SCALE, y * _SCALE) for x, y in part.spots]
    if isinstance(part, Area):
        brush.polygon(spots, fill=part.colour)
        return
    width = round(part.width * _SCALE)
    if not part.dashed:
        brush.line(spots, fill=part.colour, width=width, joint="curve")
        return
    for start, end in itertools.pairwise(spots):
        for piece in _dashes(start, end):
            brush.line(piece, fill=part.colour, width=width)


def _dashes(start: Spot, end: Spot) -> list[tuple[Spot, Spot]]:
    dash, step = 6 * _SCALE, 11 * _SCALE
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    unit = ((end[0] - start[0]) / max(length, 1e-9), (end[1] - start[1]) / max(length, 1e-9))

    def at(way: float) -> Spot:
        return start[0] + unit[0] * way, start[1] + unit[1] * way

    count = int(length // step) + 1
    return [(at(step * number), at(min(step * number + dash, length))) for number in range(count)]
