"""Letterbox: an item cut out of a frame as a user writes it, to the same pixels as ours."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

GREY = (128, 128, 128)


def letterbox(
    frame: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    mask: NDArray[np.uint8] | None,
    size: int,
) -> NDArray[np.uint8]:
    """Cut, scale, grey out what is not the item, and pad to a square.

    Were it done otherwise, the networks would see other pictures, and decisions could not be compared.

    Args:
        frame: uint8 `[H, W, 3]`, BGR.
        box: x1 y1 x2 y2 in pixels.
        mask: uint8 `[h, w]` over the box, or None.
        size: side of the square, pixels.

    Returns:
        uint8 `[size, size, 3]`, BGR.
    """
    x1, y1 = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
    x2, y2 = min(frame.shape[1], math.ceil(box[2])), min(frame.shape[0], math.ceil(box[3]))
    scale = min(size / (x2 - x1), size / (y2 - y1))
    inner = max(1, round((x2 - x1) * scale)), max(1, round((y2 - y1) * scale))
    item = cv2.resize(
        frame[y1:y2, x1:x2], inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    if mask is not None:
        item[cv2.resize(mask, inner, interpolation=cv2.INTER_LINEAR) <= 127] = GREY
    left, top = (size - inner[0]) // 2, (size - inner[1]) // 2
    padded = cv2.copyMakeBorder(
        item, top, size - inner[1] - top, left, size - inner[0] - left, cv2.BORDER_CONSTANT, value=GREY
    )
    return np.asarray(padded, np.uint8)
