"""Enrol photo: from one photo file to what the gallery keeps of it, its vector left to come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.enroll.stored_crop import LONGEST_SIDE, pack
from edge.photo import read_photo
from edge.photo.halve import halved
from edge.photo.item import How, find_item
from edge.photo.quality import Fault, measure
from edge.view_of import item_crop
from gallery.view import View

THUMBNAIL_SIDE = 96
_QUALITY = 85
_LEAST = 2 * LONGEST_SIDE  # pixels of an item that a large photo is not halved below


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A photo that is ready to be embedded.

    Attributes:
        source: its file's name, for people.
        crop: uint8 `[H, W, 3]`, BGR, of the embedder's input size.
        thumbnail: JPEG of the same crop, `THUMBNAIL_SIDE` pixels a side.
        stored: JPEG of the item for a later model, see `edge.enroll.stored_crop`.
        sha256: hash of the photo.
        how: what the item was found by.
        faults: what is wrong with the photo.
        origin: `photo`, or `till`.
    """

    source: str
    crop: NDArray[np.uint8]
    thumbnail: bytes
    stored: bytes
    sha256: str
    how: How
    faults: tuple[Fault, ...] = ()
    origin: str = "photo"

    def view(self, vector: NDArray[np.float32]) -> View:
        """The view of this photo, given its embedding, float32 `[D]`."""
        return View(self.sha256, vector, self.thumbnail, self.source, self.stored, self.origin)


def prepare(path: Path, size: tuple[int, int]) -> Prepared:
    """Read a photo, find its item, and cut it out.

    Args:
        path: a JPEG, PNG or WebP file.
        size: height and width of the embedder's input, pixels.

    Raises:
        InputError: the photo cannot be used; see `edge.photo.read_photo`.
    """
    photo = read_photo(path)
    image, found = halved(photo.image, find_item(photo), _LEAST)
    crop = item_crop(image, found.box, size, found.mask)
    return Prepared(
        source=shown_name(path),
        crop=crop,
        thumbnail=thumbnail(crop),
        stored=pack(image, found.box, found.mask),
        sha256=photo.sha256,
        how=found.how,
        faults=measure(image, found).faults,
    )


def shown_name(path: Path) -> str:
    """The file's name as text that can be stored and printed, whatever bytes the name has."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def thumbnail(crop: NDArray[np.uint8]) -> bytes:
    """A crop, uint8 `[H, W, 3]` BGR, as a JPEG of `THUMBNAIL_SIDE` pixels a side."""
    small = cv2.resize(crop, (THUMBNAIL_SIDE, THUMBNAIL_SIDE), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
