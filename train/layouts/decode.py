"""Decode: the picture of a listed photo, with its mask, as it is kept for training."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.photo.decode import Decoded, UnreadableError
from edge.photo.decode import decode as decode_bytes
from edge.photo.mask import checked_mask, fit_mask
from train.layouts.listing import Entry

Image = NDArray[np.uint8]


def decode(entry: Entry, short_side: int) -> Image:
    """The picture of `entry`: see `load` and `fit`.

    Raises:
        UnreadableError: says why the file is of no use, as half a sentence.
    """
    return fit(entry, load(entry), short_side)


def load(entry: Entry) -> Decoded:
    """The whole photo, upright; its alpha is the mask where there is one.

    Raises:
        UnreadableError: cannot be read, is no photo, or its mask is of another size or empty.
    """
    photo = decode_bytes(_bytes(entry.path))
    if entry.mask is None:
        return photo if photo.alpha is None else photo._replace(alpha=checked_mask(photo.alpha))
    try:
        return photo._replace(alpha=fit_mask(_bytes(entry.mask), photo))
    except UnreadableError as reason:
        raise UnreadableError(f"its mask {entry.mask.name} {reason}") from None


def fit(entry: Entry, photo: Decoded, short_side: int) -> Image:
    """The part of a photo that is kept: uint8 `[H, W, 3]` BGR, or `[H, W, 4]` BGRA with the mask.

    A box is cut out; the shorter side becomes `short_side` pixels unless it is less already. Where
    the entry asks for a square, the mask's bounding box is stretched to it and the mask dropped.

    Raises:
        UnreadableError: the box lies outside the photo, or no pixel of the mask in it.
    """
    alpha = () if photo.alpha is None else (photo.alpha,)
    image = np.dstack([photo.image, *alpha])
    if entry.box is not None:
        image = _cut(image, entry.box, photo)
    if photo.alpha is not None:
        checked_mask(image[..., 3])
    if entry.square is None:
        return _shrink(image, short_side)
    x, y, width, height = cv2.boundingRect((image[..., 3] > 127).astype(np.uint8))
    item = np.ascontiguousarray(image[y : y + height, x : x + width, :3])
    way = cv2.INTER_AREA if min(width, height) > entry.square else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(item, (entry.square, entry.square), interpolation=way), np.uint8)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror})") from None


def _cut(image: Image, box: tuple[float, float, float, float], photo: Decoded) -> Image:
    """`box` is in pixels of the file, `image` may be smaller."""
    if box[2] > photo.width or box[3] > photo.height:
        sides = " ".join(f"{side:g}" for side in box)
        raise UnreadableError(f"its box {sides} reaches outside the photo of {photo.width}x{photo.height}")
    across, down = image.shape[1] / photo.width, image.shape[0] / photo.height
    left, top = int(box[0] * across), int(box[1] * down)
    return image[top : int(np.ceil(box[3] * down)), left : int(np.ceil(box[2] * across))]


def _shrink(image: Image, short_side: int) -> Image:
    scale = short_side / min(image.shape[:2])
    if scale >= 1:
        return np.ascontiguousarray(image)
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
