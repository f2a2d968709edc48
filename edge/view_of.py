"""View of an item: the one place that decides what the embedder sees, at enrolment and at the till."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.crop import crop

GREY_OUT_SURROUNDINGS = True
"""Whether pixels outside a mask are made grey. An enrolled view and a till's view must look alike, so
it holds for both; a gallery made with the one setting must not be matched with the other."""


def item_crop(
    image: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    mask: NDArray[np.uint8] | None = None,
    out: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8]:
    """The crop of one item, from an enrolment photo and from a frame of the till alike.

    Args:
        image: uint8 `[H, W, 3]`, BGR.
        box: x1 y1 x2 y2 in pixels, x2 and y2 exclusive.
        size: height and width of the embedder's input, pixels.
        mask: uint8 `[h, w]` that covers the box, above 127 on the item, or None.
        out: where to write the crop, uint8 `[size[0], size[1], 3]`, C-contiguous; None for a new array.

    Returns:
        uint8 `[size[0], size[1], 3]`, BGR; `out` where it was given.

    Raises:
        ValueError: the box has no pixel in the image.
    """
    return crop(image, box, size, mask if GREY_OUT_SURROUNDINGS else None, out)
