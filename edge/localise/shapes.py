"""Shapes: from changed pixels to the filled outlines of things."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.shadow import Change

Mask = NDArray[np.uint8]
Flags = NDArray[np.bool_]

_JOIN = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
_SURE = 0.05  # part of a thing that differs beyond doubt; less, and it is the rim of a shadow
_THIN = 3.0  # half the thickness of the thinnest thing, pixels
_BRIDGE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
_SPECK = np.ones((3, 3), np.uint8)
_SHADE = np.ones((7, 7), np.uint8)
_CORE = 0.3  # part of a thing that is left when its shadow is taken off; less, and it is a dark thing

_MANY = 4 * 65535  # pixels in which there may be more parts than 16 bits number: one in each 2 by 2
_AMID = 0.5  # part of a shadow that lies between other parts of the thing; more, and it is no shadow


@dataclass(frozen=True, slots=True)
class Shape:
    """One connected thing.

    Attributes:
        left: first column of the mask in the picture.
        top: first row.
        mask: uint8 `[h, w]`, 255 on the thing, cut to it.
        area: pixels set.
        border: it touches the picture's border.
    """

    left: int
    top: int
    mask: Mask
    area: int
    border: bool

    @property
    def where(self) -> tuple[slice, slice]:
        """The rows and columns it lies in."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def on(self, rows: slice, columns: slice) -> Mask:
        """The mask in some rows and columns of the picture, all of them within it."""
        return self.mask[
            rows.start - self.top : rows.stop - self.top, columns.start - self.left : columns.stop - self.left
        ]

    def grown(self, reach: int, extent: tuple[int, ...]) -> Shape:
        """The shape with `reach` pixels more on every side, as far as the picture goes."""
        kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
        wide = np.asarray(cv2.dilate(framed(self.mask, reach), kernel), np.uint8)
        top, left = max(0, reach - self.top), max(0, reach - self.left)
        low = min(wide.shape[0], extent[0] - self.top + reach)
        right = min(wide.shape[1], extent[1] - self.left + reach)
        cut = wide[top:low, left:right]
        return Shape(
            self.left - reach + left, self.top - reach + top, cut, int(np.count_nonzero(cut)), self.border
        )


def shapes(change: Change, least: float) -> list[Shape]:
    """The things in a change, from the top row down.

    Args:
        change: how the frame departs from what is expected.
        least: smallest area, pixels.
    """
    found: list[Shape] = []
    if not cv2.countNonZero(change.sure.view(np.uint8)):
        return found
    joined = _close(change.thing)
    for left, top, blob in _components(joined, least):
        where = slice(top, top + blob.shape[0]), slice(left, left + blob.shape[1])
        if np.count_nonzero(change.sure[where] & (blob > 0)) < _SURE * np.count_nonzero(blob):
            continue
        solid = _without_shadow(_fill(blob), change.dark[where])
        found += [
            from_mask(part, left + x, top + y, joined.shape) for x, y, part in _components(solid, least)
        ]
    return found


def join(one: Shape, other: Shape, extent: tuple[int, ...]) -> Shape:
    """Both shapes as one, the gap between them closed."""
    mask = np.zeros(extent[:2], np.uint8)
    mask[one.where] |= one.mask
    mask[other.where] |= other.mask
    padded = cv2.morphologyEx(framed(mask, 8), cv2.MORPH_CLOSE, _BRIDGE)[8:-8, 8:-8]
    return from_mask(_fill(np.asarray(padded, np.uint8)), 0, 0, extent)


def _without_shadow(solid: Mask, dark: Flags) -> Mask:
    """Take off a shadow with a sharp outline, which was filled like a thing.

    A shadow lies to one side of what casts it. A dark part amid the thing is the thing's own.
    """
    flat = np.where(dark & (solid > 0), 255, 0).astype(np.uint8)
    shade = np.asarray(cv2.morphologyEx(flat, cv2.MORPH_OPEN, _SHADE), np.uint8)
    if not shade.any():
        return solid
    rest = np.where(cv2.dilate(shade, _SHADE) > 0, 0, solid).astype(np.uint8)
    rest = _fill(_close(rest > 0))
    if np.count_nonzero(rest) < _CORE * np.count_nonzero(solid):
        return solid
    amid = np.count_nonzero(hull(rest) & shade) > _AMID * np.count_nonzero(shade)
    return solid if amid else rest


def hull(mask: Mask) -> Mask:
    """The convex hull of all that is set in a mask."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    if contours:
        cv2.fillConvexPoly(filled, cv2.convexHull(np.concatenate(contours)), 255)
    return filled


def gap(one: Shape, other: Shape, reach: int, extent: tuple[int, ...]) -> Flags | None:
    """Where two shapes that lie within `2 * reach` pixels of each other come close.

    Returns:
        bool `[h, w]`, True within `reach` of both and on neither; None if they lie further apart.
    """
    ours, theirs = one.grown(reach, extent), other.grown(reach, extent)
    rows, columns = overlap(ours, theirs)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return None
    near = np.zeros(extent[:2], np.bool_)
    near[rows, columns] = (ours.on(rows, columns) > 0) & (theirs.on(rows, columns) > 0)
    if not near.any():
        return None
    for shape in (one, other):
        near[shape.where] &= shape.mask == 0
    return near


def overlap(one: Shape, other: Shape) -> tuple[slice, slice]:
    """The rows and columns that the boxes of both shapes share; empty slices where they share none."""
    rows, columns = (
        slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(one.where, other.where, strict=True)
    )
    return rows, columns


def from_mask(mask: Mask, left: int, top: int, extent: tuple[int, ...]) -> Shape:
    """A shape cut to its mask; `left` and `top` are where the mask begins in the picture."""
    x, y, width, height = cv2.boundingRect(mask)
    cut = np.ascontiguousarray(mask[y : y + height, x : x + width])
    x, y = x + left, y + top
    border = x <= 0 or y <= 0 or x + width >= extent[1] or y + height >= extent[0]
    return Shape(x, y, cut, int(np.count_nonzero(cut)), border)


def _components(mask: Mask, least: float) -> list[tuple[int, int, Mask]]:
    """Left, top and mask of each connected part of at least `least` pixels.

    Only the rectangle in which there is anything is labelled. It begins at an even row and column, as OpenCV
    numbers the parts by blocks of two by two pixels.
    """
    left, top, right, low = _rectangle(mask)
    if (right - left) * (low - top) < least:
        return []
    left, top = left // 2 * 2, top // 2 * 2
    cut = mask[top:low, left:right]
    labelled = cv2.CV_16U if cut.size < _MANY else cv2.CV_32S
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cut, connectivity=8, ltype=labelled)
    parts = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        if width * height >= least and area >= min(least, 0.25 * width * height):
            part = np.where(labels[y : y + height, x : x + width] == label, 255, 0).astype(np.uint8)
            parts.append((left + x, top + y, part))
    return [part for part in parts if np.count_nonzero(_fill(part[2])) >= least and _stout(part[2])]


def _stout(mask: Mask) -> bool:
    """Whether a shape is more than a line, such as the edge of something that shifted a little."""
    depth = cv2.distanceTransform(framed(_fill(mask), 1), cv2.DIST_L2, 3)
    return float(depth.max()) >= _THIN


def _close(mask: Flags) -> Mask:
    """The mask with its gaps closed and its specks gone; beyond the picture there is nothing."""
    closed = np.zeros(mask.shape, np.uint8)
    left, top, right, low = _rectangle(mask.view(np.uint8))
    if right > left:
        padded = framed(mask[top:low, left:right].view(np.uint8) * np.uint8(255), 4)
        cv2.morphologyEx(padded, cv2.MORPH_CLOSE, _JOIN, dst=padded)
        cv2.morphologyEx(padded, cv2.MORPH_OPEN, _SPECK, dst=padded)
        closed[top:low, left:right] = padded[4:-4, 4:-4]
    return closed


def framed(mask: Mask, width: int) -> Mask:
    """The mask with a frame of nothing around it, so many pixels wide; `np.pad` takes six times as long."""
    return np.asarray(
        cv2.copyMakeBorder(mask, width, width, width, width, cv2.BORDER_CONSTANT, value=0), np.uint8
    )


def _rectangle(mask: Mask) -> tuple[int, int, int, int]:
    """Left, top, right and low side of the least rectangle that holds all that is set."""
    x, y, width, height = cv2.boundingRect(mask)
    return x, y, x + width, y + height


def _fill(mask: Mask) -> Mask:
    """The mask with its holes filled."""
    contours, _ = cv2.findContours(np.ascontiguousarray(mask), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, contours, -1, 255, cv2.FILLED)
    return filled
