"""Views: how a photo becomes the crop that is judged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from edge.crop import crop
from train.augment import augment

View = Callable[[NDArray[np.uint8], int], NDArray[np.uint8]]
"""A photo and a size in pixels to a crop, uint8 `[size, size, 3]` BGR."""


def whole(image: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """The crop of a whole photo, uint8 `[size, size, 3]` BGR; alpha, if there, is the item's mask."""
    mask = np.ascontiguousarray(image[..., 3]) if image.shape[2] == 4 else None
    box = (0.0, 0.0, float(image.shape[1]), float(image.shape[0]))
    return crop(np.ascontiguousarray(image[..., :3]), box, (size, size), mask)


def hard(seed: int = 0) -> View:
    """As a till might see the item: any angle, poor light, partly hidden. Equal seeds give equal views."""
    rng = np.random.default_rng(seed)
    return lambda image, size: augment(image, size, rng)
