"""Photo mask: the picture beside a photo that says which of its pixels are the item."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.photo.decode import Decoded, UnreadableError, decode, open_picture, upright_size

_MARKED = (".mask.png", ".mask.PNG")
_BESIDE = (".png", ".PNG")
_NEARLY = 16  # how far from black or white a pixel of a black and white picture may lie
_MOSTLY = 0.98  # share of such pixels: the rest is the soft edge


def mask_path(photo: Path) -> Path | None:
    """The mask that belongs to `photo`, or None.

    Either `<name>.mask.png`, or `<name>.png` beside a photo that is no PNG, where that picture is
    black and white and of the photo's size (the layout of FSS-1000, Li et al. 2020).
    """
    for ending in _MARKED:
        marked = photo.with_name(photo.stem + ending)
        if marked.is_file():
            return marked
    if photo.suffix.lower() == ".png":
        return None
    return next(
        (beside for ending in _BESIDE if _is_mask_of(beside := photo.with_suffix(ending), photo)), None
    )


def is_marked_mask(path: Path) -> bool:
    """Whether the name alone says that this is a mask."""
    return path.name.lower().endswith(".mask.png")


def fit_mask(data: bytes, photo: Decoded) -> NDArray[np.uint8]:
    """Decode a mask file for a decoded photo.

    Args:
        data: the bytes of the mask file: white on the item, or transparent off it.
        photo: the photo it was drawn on.

    Returns:
        uint8 `[H, W]` of the photo's working size.

    Raises:
        UnreadableError: no picture, of another size than the upright photo, or without any item.
    """
    mask = decode(data)
    if (mask.width, mask.height) != (photo.width, photo.height):
        sizes = f"{mask.width}x{mask.height}, the photo {photo.width}x{photo.height}"
        raise UnreadableError(f"is {sizes}: a mask has the size of its upright photo")
    grey = cv2.cvtColor(mask.image, cv2.COLOR_BGR2GRAY) if mask.alpha is None else mask.alpha
    return checked_mask(np.asarray(grey, np.uint8))


def checked_mask(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mask itself, if any pixel of it is on an item.

    Raises:
        UnreadableError: none is.
    """
    if not (mask > 127).any():
        raise UnreadableError("marks no pixel as the item (white or opaque is the item)")
    return mask


def _is_mask_of(path: Path, photo: Path) -> bool:
    """Black and white, and of the size of the photo; anything unreadable is judged as a photo later."""
    if not path.is_file():
        return False
    try:
        candidate = decode(path.read_bytes())
        size = upright_size(open_picture(photo.read_bytes()))
    except (OSError, UnreadableError):
        return False
    return (
        size == (candidate.width, candidate.height)
        and candidate.alpha is None
        and _black_and_white(candidate.image)
    )


def _black_and_white(image: NDArray[np.uint8]) -> bool:
    low, high = image.min(axis=2), image.max(axis=2)
    extreme = (high <= _NEARLY) | (low >= 255 - _NEARLY)
    return bool(extreme.mean() >= _MOSTLY and (high <= _NEARLY).any() and (low >= 255 - _NEARLY).any())
