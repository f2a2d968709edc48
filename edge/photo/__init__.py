"""Photo: one picture a shop enrols, with the mask of its item where there is one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.photo.decode import UnreadableError, decode
from edge.photo.folder import PhotoFolder, photos_in
from edge.photo.mask import checked_mask, fit_mask, mask_path
from gallery.errors import InputError

__all__ = ["Photo", "PhotoFolder", "photo_hash", "photos_in", "read_photo"]


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """One enrolment photo, upright, its longer side at most `photo_decode.WORKING_SIDE` pixels.

    Attributes:
        image: uint8 `[H, W, 3]`, BGR.
        mask: uint8 `[H, W]`, above 127 on the item, or None where nobody drew one.
        sha256: SHA-256 of the file's bytes, followed by those of its mask file; 64 hexadecimal digits.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.uint8] | None
    sha256: str


def read_photo(path: Path) -> Photo:
    """Read a JPEG, PNG or WebP photo and its mask.

    Exif orientation is honoured. The mask is the file beside the photo (see `photo_mask.mask_path`),
    else the alpha channel. Photos of up to 64 megapixels are scaled down while they are decoded;
    larger ones are refused before.

    Raises:
        InputError: the photo or its mask is missing, empty, broken, cut short, or of a size outside
            the limits.
    """
    data, drawn, beside = _bytes_of(path)
    at_fault = path
    try:
        decoded = decode(data)
        at_fault = beside or path
        mask = decoded.alpha if beside is None else fit_mask(drawn, decoded)
        if mask is not None:
            mask = checked_mask(mask)
    except UnreadableError as reason:
        raise InputError(f"photo {at_fault} {reason}", "replace the photo, or remove it") from None
    return Photo(decoded.image, mask, _hash(data, drawn))


def photo_hash(path: Path) -> str:
    """The `sha256` that `read_photo` would give, without decoding the photo.

    Raises:
        InputError: the photo or its mask is missing or cannot be read.
    """
    data, drawn, _ = _bytes_of(path)
    return _hash(data, drawn)


def _hash(data: bytes, drawn: bytes) -> str:
    return hashlib.sha256(data + drawn).hexdigest()


def _bytes_of(path: Path) -> tuple[bytes, bytes, Path | None]:
    """The bytes of a photo and of its mask, and where the mask lies."""
    data = _read(path)
    beside = mask_path(path)
    return data, b"" if beside is None else _read(beside), beside


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"photo {path}: {error.strerror}", "check the file and its rights") from None
