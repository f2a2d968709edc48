"""Outline: box and mask of a thing, as a localiser answers them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.shapes import Shape

_MARGIN = 0.02
_KERNEL = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a thing lies, with a margin, so that the whole of it is inside.

    Attributes:
        box: x1 y1 x2 y2 in pixels of the working size, x2 and y2 exclusive.
        mask: uint8 `[h, w]` over the box, 255 on the thing.
    """

    box: tuple[int, int, int, int]
    mask: NDArray[np.uint8]


def outline(thing: Shape, extent: tuple[int, ...]) -> Outline:
    """The outline of a thing in a picture of `extent` (height, width)."""
    height, width = thing.mask.shape
    pad = max(1, round(_MARGIN * max(height, width)))
    x1, y1 = max(0, thing.left - pad), max(0, thing.top - pad)
    x2, y2 = min(extent[1], thing.left + width + pad), min(extent[0], thing.top + height + pad)
    mask = np.zeros((y2 - y1, x2 - x1), np.uint8)
    mask[thing.top - y1 : thing.top - y1 + height, thing.left - x1 : thing.left - x1 + width] = thing.mask
    return Outline((x1, y1, x2, y2), np.asarray(cv2.dilate(mask, _KERNEL), np.uint8))
