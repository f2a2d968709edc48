"""Photo quality: what is wrong with a photo of a product, beside what it shows.

The bounds were measured on real photos, damaged by known amounts; `scripts/enrolment/quality.py` prints, for
each fault, how many photos are found and how many undamaged ones are blamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.crop import clip
from edge.photo.blur import blur
from edge.photo.item import ItemInPhoto

Image = NDArray[np.uint8]

BLURRED = 0.54
"""Blur, 0 to 1 (see `edge.photo.blur`), above which a photo is blurred."""

DARK = 100
"""Grey level that a twentieth of the item, of its box or of a plain background must exceed, or the photo is
dark."""

BLOWN_OUT = 0.3
"""Part of the item's coloured pixels that may have a channel at its limit. White ones do not count: white
paper and a white background are no fault."""

CUT_OFF = 0.1
"""Part of a side of the item's box that may lie on the photo's border: more than a point where it touches."""

SMALL = 80
"""Pixels of the photo that the item's longer side must have."""

_SIDE = 256  # the item is looked at no larger than this, pixels
_LIMIT, _WHITE = 254, 250
_TIGHT = 0.05  # room beside the item, share of the photo's side, that somebody who cuts it out leaves at most


class Fault(str, Enum):
    """What is wrong with a photo."""

    BLURRED = "blurred"
    DARK = "dark"
    BLOWN_OUT = "blown out"
    CUT_OFF = "cut off"
    SMALL = "too small"


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of a photo.

    Attributes:
        blur: 0 to 1, see `edge.photo.blur`.
        bright: grey level that a twentieth of the item, of its box, or of all a photo with a plain
            background, exceeds.
        clipped: part of the item's coloured pixels with a channel at its limit.
        touching: the largest part of a side of the item's box that lies on the photo's border; 0 where
            that cannot be told: without a mask, or in a picture that was cut to its item.
        longest: longer side of the item, pixels.
    """

    blur: float
    bright: float
    clipped: float
    touching: float
    longest: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong, judged by the bounds above."""
        wrong = {
            Fault.BLURRED: self.blur > BLURRED,
            Fault.DARK: self.bright < DARK,
            Fault.BLOWN_OUT: self.clipped > BLOWN_OUT,
            Fault.CUT_OFF: self.touching > CUT_OFF,
            Fault.SMALL: self.longest < SMALL,
        }
        return tuple(fault for fault, there in wrong.items() if there)


def measure(image: Image, found: ItemInPhoto) -> Quality:
    """Measure one photo.

    Args:
        image: uint8 `[H, W, 3]`, BGR.
        found: where its item is.
    """
    left, top, right, bottom = clip(found.box, image.shape[1], image.shape[0])
    longest = max(right - left, bottom - top)
    scale = min(1.0, _SIDE / longest)
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    small = np.asarray(
        cv2.resize(image[top:bottom, left:right], size, interpolation=cv2.INTER_AREA), np.uint8
    )
    item = _item(found.mask, size)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    return Quality(
        blur=blur(grey, item),
        bright=float(max(_exceeded(grey), _exceeded(grey, item), _surroundings(image, found))),
        clipped=_clipped(small, item),
        touching=_touching(found, image.shape[1], image.shape[0]),
        longest=longest,
    )


def _item(mask: Image | None, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Pixels that are surely the item's: bool `[h, w]`."""
    whole = np.ones(size[::-1], bool)
    if mask is None:
        return whole
    inner = cv2.erode(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR), np.ones((5, 5), np.uint8)) > 127
    return np.asarray(inner, bool) if inner.sum() >= 64 else whole


def _exceeded(grey: Image, where: NDArray[np.bool_] | None = None) -> int:
    """The grey level that a twentieth of the pixels exceed."""
    counts = np.bincount((grey if where is None else grey[where]).ravel(), minlength=256)
    return int(np.searchsorted(np.cumsum(counts), 0.95 * counts.sum()))


def _surroundings(image: Image, found: ItemInPhoto) -> int:
    """The same of the whole photo, where that shows what the item lies on: a black pack is no dark photo."""
    if found.how != "plain background":
        return 0
    few = np.ascontiguousarray(image[::4, ::4])
    return _exceeded(np.asarray(cv2.cvtColor(few, cv2.COLOR_BGR2GRAY), np.uint8))


def _clipped(picture: Image, item: NDArray[np.bool_]) -> float:
    blue, green, red = cv2.split(picture)
    coloured = item & (cv2.min(cv2.min(blue, green), red) < _WHITE)
    at_limit = coloured & (cv2.max(cv2.max(blue, green), red) >= _LIMIT)
    there = np.count_nonzero(coloured)
    return np.count_nonzero(at_limit) / there if there >= 64 else 0.0


def _touching(found: ItemInPhoto, width: int, height: int) -> float:
    """A picture that was cut to its item on all sides says nothing."""
    x1, y1, x2, y2 = found.box
    room = (x1 / width, y1 / height, 1 - x2 / width, 1 - y2 / height)
    if found.mask is None or max(room) < _TIGHT:
        return 0.0
    on = (found.mask > 127).astype(np.float64)
    sides = zip(room, (width, height, width, height), (on[:, 0], on[0], on[:, -1], on[-1]), strict=True)
    return max((float(side.mean()) for gap, length, side in sides if gap * length < 1), default=0.0)
