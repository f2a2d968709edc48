"""Blur: how little a picture changes when it is blurred once more."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_WINDOW = 9


def blur(grey: NDArray[np.uint8], where: NDArray[np.bool_]) -> float:
    """How blurred a picture is, 0 (sharp) to 1, in the direction in which it is most.

    F. Crété, T. Dolmiere, P. Ladret, M. Nicolas, "The Blur Effect: Perception and Estimation with a New
    No-Reference Perceptual Blur Metric" (2007): neighbouring pixels of a sharp picture lose much of their
    difference when it is blurred, those of a blurred one little. What differs: only some pixels count.

    Measured on 150 photos each of Grocery Store, Caltech-101 and packaged8 at 256 pixels a side, with a bound
    that blames 2 % of the undamaged ones, part of those found that were blurred by a Gaussian of 1.5 and 2
    pixels, or moved by 9 pixels: this 0.94 to 1, 0.99 to 1, 0.99 to 1; the Laplacian's variance 0.96 to 1,
    0.99 to 1, 0.31 to 0.97; the gradients' loss at the strongest edges 1, 1, 0.41 to 0.69.

    Args:
        grey: uint8 `[h, w]`.
        where: bool `[h, w]`, the pixels that count.
    """
    values = grey.astype(np.float32)
    return max(
        _along(values, cv2.blur(values, (_WINDOW, 1)), where, 1),
        _along(values, cv2.blur(values, (1, _WINDOW)), where, 0),
    )


def _along(values: NDArray[np.float32], blurred: NDArray[Any], where: NDArray[np.bool_], axis: int) -> float:
    counts = where[:, 1:] if axis else where[1:]
    before = np.abs(np.diff(values, axis=axis))[counts]
    lost = np.maximum(0, before - np.abs(np.diff(blurred, axis=axis))[counts])
    total = float(before.sum())
    return 1 - float(lost.sum()) / total if total > 0 else 1.0
