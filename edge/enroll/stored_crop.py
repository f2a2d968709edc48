"""Stored crop: the picture of an item that a gallery keeps, from which another model can embed it again.

A JPEG of the item's own pixels, not padded to a square. Where the item has a mask, the JPEG's comment
holds it as a PNG: grey painted into the picture blurs at the item's edge when it is scaled once more, and
the embedding pays for that. Measured by `scripts/enrolment/crops.py`: cosine of the embedding of a
stored crop to that of the photo's own crop (shipped embedder, median of 48 photos a set), by longest side
and quality:

- 320 px, quality 90: Grocery Store 0.9985, Caltech-101 0.9992, packaged8's cut-outs 0.9953 (28, 22, 24 kB)
- 288 px: 0.9981, 0.9965, 0.9945 (25, 20, 22 kB); 384 px: 0.9995, 0.9992, 0.9970 (31, 22, 29 kB)
- quality 85: 0.9982, 0.9988, 0.9950 (23, 19, 20 kB)

Tried and left: grey painted in at 320 px, 0.986 on packaged8; WebP with the mask as alpha, 0.995 there and a
fifth smaller, but four times as slow to write.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge.crop import clip
from edge.photo.decode import UnreadableError, decode, open_picture
from edge.view_of import item_crop
from gallery.errors import InputError

Box = tuple[float, float, float, float]

LONGEST_SIDE = 320
QUALITY = 90

_PNG = b"\x89PNG"


def pack(
    image: NDArray[np.uint8], box: Box, mask: NDArray[np.uint8] | None = None, longest: int = LONGEST_SIDE
) -> bytes:
    """The item's own pixels as JPEG, with its mask in the comment.

    Args:
        image: uint8 `[H, W, 3]`, BGR.
        box: x1 y1 x2 y2 in pixels, x2 and y2 exclusive; clipped to the image.
        mask: uint8 `[h, w]` that covers the box, above 127 on the item, or None.
        longest: the longer side of the result, pixels; a smaller item is not enlarged.

    Raises:
        ValueError: the box has no pixel in the image.
    """
    left, top, right, bottom = clip(box, image.shape[1], image.shape[0])
    if right <= left or bottom <= top:
        raise ValueError(f"box {box} has no pixel in an image of {image.shape[1]}x{image.shape[0]}")
    scale = min(1.0, longest / max(right - left, bottom - top))
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    way = cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA  # the first is quick, and sees every pixel
    small = cv2.resize(image[top:bottom, left:right], size, interpolation=way)
    packed = io.BytesIO()
    picture = Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB))
    picture.save(packed, "JPEG", quality=QUALITY, comment=b"" if mask is None else _png(mask, size))
    return packed.getvalue()


def unpack(jpeg: bytes, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A stored crop, or any JPEG of one item, as an embedder sees it: uint8 `[size[0], size[1], 3]`, BGR.

    Args:
        jpeg: what `pack` made.
        size: height and width of the embedder's input, pixels.

    Raises:
        InputError: it is no picture.
    """
    image, mask = open_crop(jpeg)
    height, width = image.shape[:2]
    return item_crop(image, (0.0, 0.0, float(width), float(height)), size, mask)


def open_crop(jpeg: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """The pixels of a stored crop, uint8 `[h, w, 3]` BGR, and its mask, uint8 `[h, w]`, or None.

    Raises:
        InputError: it is no picture.
    """
    try:
        return decode(jpeg).image, _mask(open_picture(jpeg).info.get("comment", b""))
    except UnreadableError as reason:
        raise InputError(f"a stored crop {reason}", "enrol that photo again") from None


def outline(jpeg: bytes) -> tuple[int, int] | None:
    """Width and height of a stored crop's item in pixels, nothing decoded; None where it has no mask.

    Raises:
        InputError: it is no picture.
    """
    try:
        picture = open_picture(jpeg)
    except UnreadableError as reason:
        raise InputError(f"a stored crop {reason}", "enrol that photo again") from None
    return picture.size if picture.info.get("comment", b"").startswith(_PNG) else None


def glance(jpeg: bytes) -> NDArray[np.uint8]:
    """The item's pixels at a quarter of the resolution: uint8 `[N, 3]`, BGR; none where it is no picture."""
    small = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_REDUCED_COLOR_4) if jpeg else None
    if small is None:
        return np.zeros((0, 3), np.uint8)
    mask = _mask(open_picture(jpeg).info.get("comment", b""))
    if mask is None:
        return np.asarray(small.reshape(-1, 3), np.uint8)
    return np.asarray(small[cv2.resize(mask, small.shape[1::-1]) > 127], np.uint8)


def _png(mask: NDArray[np.uint8], size: tuple[int, int]) -> bytes:
    small = cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
    black_and_white = np.where(small > 127, 255, 0).astype(np.uint8)
    return cv2.imencode(".png", black_and_white, [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes()


def _mask(comment: object) -> NDArray[np.uint8] | None:
    if not isinstance(comment, bytes) or not comment.startswith(_PNG):
        return None
    mask = cv2.imdecode(np.frombuffer(comment, np.uint8), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise UnreadableError("has a mask that is broken")
    return np.asarray(mask, np.uint8)
