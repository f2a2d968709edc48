"""Photo decoding: the bytes of a JPEG, PNG or WebP file to upright BGR and alpha, within limits.

Pillow reads the files, because OpenCV drops the orientation wherever it keeps the alpha channel, and
fills the missing half of a cut JPEG with grey.
"""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import (  # the plug-ins, for Pillow imports all of its 40 formats where one asked for is missing
    Image,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

FORMATS = ("JPEG", "PNG", "WEBP")
SMALLEST_SIDE = 16
LARGEST_PIXELS = 64_000_000
WORKING_SIDE = 1600
"""Longest side of a decoded photo, pixels: larger ones are scaled down while they are decoded."""

_ORIENTATION = 0x0112  # Exif 2.32, table 4
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LIES_ON_ITS_SIDE = 5  # orientations from 5 on swap width and height
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
_ENDS = (b"\xff\xd9", b"IEND\xaeB`\x82")
_PADDING = 512  # zero bytes at the end of a file that a broken copy leaves behind

# Our own limit is lower and names the file; this one would only print a warning besides.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


class UnreadableError(Exception):
    """Why some bytes are no usable photo, as half a sentence; the caller names the file."""


class Decoded(NamedTuple):
    """A decoded photo: uint8 `[H, W, 3]` BGR, alpha uint8 `[H, W]` or None, upright size in the file."""

    image: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    width: int
    height: int


def decode(data: bytes) -> Decoded:
    """Decode a photo, turn it upright, and scale it down to `WORKING_SIDE`.

    Args:
        data: the bytes of a JPEG, PNG or WebP file. An opaque alpha channel counts as none.

    Raises:
        UnreadableError: empty, of another format, cut short, or of a size outside the limits.
    """
    picture = open_picture(data)
    try:
        orientation = _orientation(picture)
        width, height = upright_size(picture)
        small = _shrink(picture)
        if orientation in _UPRIGHT:
            small = small.transpose(_UPRIGHT[orientation])
        pixels = np.asarray(small)
    except Exception as error:  # a decoder may raise anything on a broken file
        raise UnreadableError(f"is broken or cut short ({error})") from None
    return Decoded(_bgr(pixels), _alpha(pixels), width, height)


def open_picture(data: bytes) -> Image.Image:
    """Read the header of a photo and check its limits; no pixel is decoded yet.

    Raises:
        UnreadableError: empty, of another format, or of a size outside the limits.
    """
    if not data:
        raise UnreadableError("is empty (0 bytes)")
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise UnreadableError(_too_large("far more")) from None
    except Exception:  # a decoder may raise anything on a broken file
        raise UnreadableError(_no_photo(data)) from None
    width, height = picture.size
    if width * height > LARGEST_PIXELS:
        raise UnreadableError(_too_large(f"{width}x{height}"))
    if min(width, height) < SMALLEST_SIDE:
        raise UnreadableError(f"is {width}x{height} pixels, less than {SMALLEST_SIDE} a side")
    if _padded(data):
        raise UnreadableError("is cut short (its end is filled with zero bytes)")
    return picture


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height of a photo as it is looked at, pixels in the file."""
    width, height = picture.size
    return (height, width) if _orientation(picture) >= _LIES_ON_ITS_SIDE else (width, height)


def _orientation(picture: Image.Image) -> int:
    """The Exif orientation 1 to 8; 1 where there is none or, as in any viewer, where Exif is broken."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # broken metadata says nothing about the pixels
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _shrink(picture: Image.Image) -> Image.Image:
    scale = min(1.0, WORKING_SIDE / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture.draft(None, size)  # a JPEG decoder can skip detail; the others ignore this
    plain = _eight_bit(picture)
    if plain.size == size:
        return plain
    if size[0] > plain.width / 2:  # two pixels beside each other see all there is, at an eighth of the cost
        return Image.fromarray(cv2.resize(np.asarray(plain), size, interpolation=cv2.INTER_LINEAR))
    return plain.resize(size, Image.Resampling.BOX)


def _eight_bit(picture: Image.Image) -> Image.Image:
    """RGBA where there is transparency, otherwise RGB; 16 bits lose the lower 8."""
    if picture.mode.startswith("I"):
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _bgr(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    code = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGR
    return np.asarray(cv2.cvtColor(pixels, code), np.uint8)


def _alpha(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    if pixels.shape[2] < 4 or pixels[..., 3].min() == 255:
        return None
    return np.ascontiguousarray(pixels[..., 3])


def _padded(data: bytes) -> bool:
    end = data.rstrip(b"\0")
    return len(data) - len(end) >= _PADDING and not end.endswith(_ENDS)


def _no_photo(data: bytes) -> str:
    if data.startswith(_STARTS):
        return "is broken or cut short"
    if data[4:8] == b"ftyp":
        return "is a HEIC or AVIF photo whatever its name says: convert it to JPEG"
    return "is not a JPEG, PNG or WebP photo"


def _too_large(size: str) -> str:
    return f"is {size} pixels, more than {LARGEST_PIXELS // 1_000_000} megapixels: scale it down"
