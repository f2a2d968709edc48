"""Item in photo: where the product is in a photo that a shop enrols.

Careful rather than clever: a mask is believed, a plain background is taken away, and of anything else
the whole photo is taken. A box that cuts off part of the product would harm every later match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.photo import Photo
from edge.photo.plain_background import item_mask

How = Literal["mask", "plain background", "whole photo"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class ItemInPhoto:
    """Where the item is.

    Attributes:
        box: x1 y1 x2 y2 in pixels of the photo, x2 and y2 exclusive.
        mask: uint8 `[h, w]` that covers the box, above 127 on the item, at any resolution; or None.
        how: what it was found by.
    """

    box: Box
    mask: NDArray[np.uint8] | None
    how: How


def find_item(photo: Photo) -> ItemInPhoto:
    """Find the one item of an enrolment photo: by its mask, on a plain background, else everywhere."""
    if photo.mask is not None:
        return _cut(photo.mask, photo.image, "mask")
    found = item_mask(photo.image)
    if found is not None:
        return _cut(found, photo.image, "plain background")
    height, width = photo.image.shape[:2]
    return ItemInPhoto((0.0, 0.0, float(width), float(height)), None, "whole photo")


def _cut(mask: NDArray[np.uint8], image: NDArray[np.uint8], how: How) -> ItemInPhoto:
    """The bounding box of a mask of any resolution, in pixels of the image."""
    left, top, width, height = cv2.boundingRect((mask > 127).astype(np.uint8))
    across, down = image.shape[1] / mask.shape[1], image.shape[0] / mask.shape[0]
    box = (left * across, top * down, (left + width) * across, (top + height) * down)
    return ItemInPhoto(box, mask[top : top + height, left : left + width], how)
