"""Crop: the only image code outside the embedder's graph. Training uses this same function."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

GREY = 128
"""What fills the square beside a box that is not square, and outside a mask."""


def crop(
    image: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    mask: NDArray[np.uint8] | None = None,
    out: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8]:
    """Cut `box` out of `image`, keep its aspect ratio, and centre it on neutral grey.

    Nothing outside the box is seen, so a neighbour on the tray never leaks into an item's crop.

    Args:
        image: uint8 `[H, W, 3]`, BGR.
        box: x1 y1 x2 y2 in pixels, x2 and y2 exclusive; clipped to the image.
        size: height and width of the result, pixels.
        mask: uint8 `[h, w]` that covers the unclipped box, 255 on the item; outside it the crop
            is grey.
        out: where to write the result: uint8 `[size[0], size[1], 3]`, C-contiguous; None for a new array.

    Returns:
        uint8 `[size[0], size[1], 3]`, BGR, C-contiguous; `out` where it was given.

    Raises:
        ValueError: the box has no pixel in the image.
    """
    left, top, right, bottom = clip(box, image.shape[1], image.shape[0])
    if right <= left or bottom <= top:
        raise ValueError(f"box {box} has no pixel in an image of {image.shape[1]}x{image.shape[0]}")
    cut = image[top:bottom, left:right]
    height, width = size
    scale = min(width / (right - left), height / (bottom - top))
    inner = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    y, x = (height - inner[1]) // 2, (width - inner[0]) // 2
    if out is None:
        out = np.empty((height, width, 3), np.uint8)
    if inner != (width, height):
        out[:] = GREY
    middle = out[y : y + inner[1], x : x + inner[0]]
    cv2.resize(cut, inner, dst=middle, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    if mask is not None:
        keep = cv2.resize(mask, inner, interpolation=cv2.INTER_LINEAR)
        outside = cv2.threshold(keep, 127, 255, cv2.THRESH_BINARY_INV, dst=keep)[1]
        cv2.copyTo(_grey(height, width)[: inner[1], : inner[0]], outside, middle)
    return out


@lru_cache(maxsize=4)
def _grey(height: int, width: int) -> NDArray[np.uint8]:
    return np.full((height, width, 3), GREY, np.uint8)


def clip(box: tuple[float, float, float, float], width: int, height: int) -> tuple[int, int, int, int]:
    """Round a box outward to whole pixels and clip it to an image of `width` x `height`."""
    x1, y1, x2, y2 = box
    return (
        max(0, math.floor(x1)),
        max(0, math.floor(y1)),
        min(width, math.ceil(x2)),
        min(height, math.ceil(y2)),
    )
