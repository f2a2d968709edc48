"""Drawing with antialiased, sub-pixel primitives on a BGR canvas, and text as stencils."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.synth.palette import Colour

Image = NDArray[np.uint8]
Mask = NDArray[np.uint8]
_SHIFT = 4
_CAP = 96  # height in pixels at which text is drawn before it is fitted

FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)


def blank(width: int, height: int, colour: Colour) -> Image:
    """A canvas of one colour: uint8 `[height, width, 3]`."""
    return np.full((height, width, 3), colour, np.uint8)


def polygon(canvas: Image, points: ArrayLike, colour: Colour) -> None:
    """Fill the polygon `points`, float `[N, 2]` x y in pixels."""
    fixed = np.round(np.asarray(points, np.float64) * 2**_SHIFT).astype(np.int32)
    cv2.fillPoly(canvas, [fixed], colour, cv2.LINE_AA, _SHIFT)


def oval(
    canvas: Image, centre: Sequence[float], radii: Sequence[float], colour: Colour, turn: float = 0
) -> None:
    """Fill an ellipse turned by `turn` degrees."""
    angle = np.linspace(0, 2 * np.pi, 49)[:-1]
    points = np.stack([np.cos(angle) * radii[0], np.sin(angle) * radii[1]], 1)
    polygon(canvas, points @ rotation(turn).T + np.asarray(centre), colour)


def disc(canvas: Image, centre: Sequence[float], radius: float, colour: Colour) -> None:
    """Fill a circle."""
    oval(canvas, centre, (radius, radius), colour)


def stroke(canvas: Image, points: ArrayLike, colour: Colour, width: float) -> None:
    """A line through `points` of `width` pixels."""
    fixed = np.round(np.asarray(points, np.float64) * 2**_SHIFT).astype(np.int32)
    cv2.polylines(canvas, [fixed], False, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)


def box(canvas: Image, x1: float, y1: float, x2: float, y2: float, colour: Colour, radius: float = 0) -> None:
    """Fill a rectangle with corners rounded by `radius`."""
    if radius <= 0:
        polygon(canvas, [(x1, y1), (x2, y1), (x2, y2), (x1, y2)], colour)
        return
    angle = np.linspace(0, np.pi / 2, 8)
    arc = np.stack([np.cos(angle), np.sin(angle)], 1) * radius
    corners = ((x2 - radius, y2 - radius), (x1 + radius, y2 - radius), (x1 + radius, y1 + radius),
               (x2 - radius, y1 + radius))  # fmt: skip
    polygon(canvas, np.concatenate([arc @ rotation(90 * k).T + c for k, c in enumerate(corners)]), colour)


def rotation(degrees: float) -> NDArray[np.float64]:
    """The 2x2 matrix of a turn."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[cos, -sin], [sin, cos]])


def word(text: str, font: int = 1, slant: float = 0, arc: float = 0, weight: int = 14) -> Mask:
    """`text` as a stencil cut to its ink: uint8 `[h, w]`, about 96 pixels high.

    Args:
        text: ASCII.
        font: index into `FONTS`.
        slant: shift of the top in heights; 0.25 looks like an italic.
        arc: rise of the middle in heights.
        weight: thickness of the pen, where the font is drawn with one.
    """
    scale = _CAP / 22.0
    (wide, high), base = cv2.getTextSize(text, FONTS[font], scale, weight)
    margin = _CAP
    mask = np.zeros((high + base + 3 * margin, wide + 2 * margin), np.uint8)
    cv2.putText(mask, text, (margin, high + margin), FONTS[font], scale, 255, weight, cv2.LINE_AA)
    mask = _bend(mask, slant, arc) if slant or arc else mask
    return _tight(mask)


def _bend(mask: Mask, slant: float, arc: float) -> Mask:
    height, width = mask.shape
    pad = int(abs(arc) * _CAP + abs(slant) * height) + 8
    y, x = np.mgrid[: height + 2 * pad, : width + 2 * pad].astype(np.float32)
    from_x = x - pad + slant * (y - pad - height / 2)
    bow = 1 - ((from_x - width / 2) / (width / 2)) ** 2
    from_y = y - pad + arc * _CAP * (bow - 0.5)
    bent = cv2.remap(mask, from_x, from_y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
    return np.asarray(bent, np.uint8)


def _tight(mask: Mask) -> Mask:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return np.zeros((1, 1), np.uint8)
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def stamp(
    canvas: Image,
    stencil: Mask,
    area: tuple[float, float, float, float],
    colour: Colour,
    edge: Colour | None = None,
    stretch: float = 1.25,
) -> None:
    """Paint `stencil` in `colour`, as large as fits and centred, into `area` (x1 y1 x2 y2).

    Args:
        canvas: what is painted on.
        stencil: from `word`.
        area: where it must fit.
        colour: of the letters.
        edge: of an outline around the letters, or None.
        stretch: how far the letters may be widened or narrowed to fill the area.
    """
    x1, y1, x2, y2 = area
    room = (x2 - x1) / stencil.shape[1], (y2 - y1) / stencil.shape[0]
    across, down = min(room[0], room[1] * stretch), min(room[1], room[0] * stretch)
    size = max(1, round(stencil.shape[1] * across)), max(1, round(stencil.shape[0] * down))
    if edge is not None:
        pen = max(3, stencil.shape[0] // 9) | 1
        bold = cv2.copyMakeBorder(stencil, pen, pen, pen, pen, cv2.BORDER_CONSTANT, value=0)
        bold = cv2.dilate(bold, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen, pen)))
        grown = round(bold.shape[1] * across), round(bold.shape[0] * down)
        _press(canvas, np.asarray(bold, np.uint8), grown, ((x1 + x2) / 2, (y1 + y2) / 2), edge)
    _press(canvas, stencil, size, ((x1 + x2) / 2, (y1 + y2) / 2), colour)


def _press(
    canvas: Image, mask: Mask, size: tuple[int, int], centre: tuple[float, float], colour: Colour
) -> None:
    small = cv2.resize(mask, (max(1, size[0]), max(1, size[1])), interpolation=cv2.INTER_AREA)
    x, y = round(centre[0] - small.shape[1] / 2), round(centre[1] - small.shape[0] / 2)
    left, top = max(0, x), max(0, y)
    part = canvas[top : y + small.shape[0], left : x + small.shape[1]]
    cover = small[top - y : top - y + part.shape[0], left - x : left - x + part.shape[1], None] / 255.0
    part[:] = np.round(part * (1 - cover) + np.array(colour) * cover).astype(np.uint8)
