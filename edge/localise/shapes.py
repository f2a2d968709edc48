"""Shapes: from changed pixels to the filled outlines of things."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.shadow import Change

Mask = NDArray[np.uint8]

_JOIN = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
_SPECK = np.ones((3, 3), np.uint8)
_CORE = 0.3


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


def shapes(change: Change, least: float) -> list[Shape]:
    """The things in a change, largest area first left out of account, in the order of rows.

    Args:
        change: how the frame departs from what is expected.
        least: smallest area, pixels.
    """
    strong = (change.colour | change.texture).astype(np.uint8)
    joined = cv2.morphologyEx(cv2.morphologyEx(strong, cv2.MORPH_CLOSE, _JOIN), cv2.MORPH_OPEN, _SPECK)
    found: list[Shape] = []
    for left, top, blob in _components(np.asarray(joined, np.uint8), least):
        where = slice(top, top + blob.shape[0]), slice(left, left + blob.shape[1])
        solid = _fill(blob)
        core = _fill(_close(change.colour[where] & (solid > 0)))
        if np.count_nonzero(core) >= _CORE * np.count_nonzero(solid):
            found += _cut(core, left, top, change.dim.shape, least)
        else:
            found += _cut(solid, left, top, change.dim.shape, least)
    return found


def from_mask(mask: Mask, left: int, top: int, extent: tuple[int, ...]) -> Shape:
    """A shape cut to its mask; `left` and `top` are where the mask begins in the picture."""
    x, y, width, height = cv2.boundingRect(mask)
    cut = np.ascontiguousarray(mask[y : y + height, x : x + width])
    x, y = x + left, y + top
    border = x <= 0 or y <= 0 or x + width >= extent[1] or y + height >= extent[0]
    return Shape(x, y, cut, int(np.count_nonzero(cut)), border)


def _cut(mask: Mask, left: int, top: int, extent: tuple[int, ...], least: float) -> list[Shape]:
    return [from_mask(blob, left + x, top + y, extent) for x, y, blob in _components(mask, least)]


def _components(mask: Mask, least: float) -> list[tuple[int, int, Mask]]:
    """Left, top and mask of each connected part of at least `least` pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        if width * height >= least and area >= min(least, 0.25 * width * height):
            part = np.where(labels[y : y + height, x : x + width] == label, 255, 0).astype(np.uint8)
            parts.append((x, y, part))
    return [part for part in parts if np.count_nonzero(_fill(part[2])) >= least]


def _close(mask: NDArray[np.bool_]) -> Mask:
    padded = np.pad(mask.astype(np.uint8) * 255, 4)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, _JOIN)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, _SPECK)[4:-4, 4:-4], np.uint8)


def _fill(mask: Mask) -> Mask:
    """The mask with its holes filled."""
    contours, _ = cv2.findContours(np.ascontiguousarray(mask), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, contours, -1, 255, cv2.FILLED)
    return filled
