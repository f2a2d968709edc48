"""Little: the paper's kind of augmentation, a flip and a slightly smaller crop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.crop import crop
from train.views import whole

Image = NDArray[np.uint8]


def little(image: Image, size: int, rng: np.random.Generator) -> Image:
    """A crop of 70 to 100 % of the photo's area and its own aspect, mirrored half the time.

    Returns:
        uint8 `[size, size, 3]` BGR; outside an item's mask it is grey, as in `train.views.whole`.
    """
    height, width = image.shape[:2]
    side = np.sqrt(rng.uniform(0.7, 1.0))
    w, h = max(1, int(side * width)), max(1, int(side * height))
    x, y = int(rng.integers(0, width - w + 1)), int(rng.integers(0, height - h + 1))
    cut = image[y : y + h, x : x + w]
    mask = np.ascontiguousarray(cut[..., 3]) if image.shape[2] == 4 else None
    out = crop(np.ascontiguousarray(cut[..., :3]), (0.0, 0.0, float(w), float(h)), (size, size), mask)
    return np.ascontiguousarray(out[:, ::-1]) if rng.random() < 0.5 else out


def none(image: Image, size: int, rng: np.random.Generator) -> Image:
    """The whole photo, always the same."""
    return whole(image, size)
