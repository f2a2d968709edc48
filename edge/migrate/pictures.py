"""Pictures: what each live view is embedded from again: its stored crop, else its photo found by hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.enroll.one_photo import prepare
from edge.enroll.stored_crop import unpack
from edge.photo import photo_hash, photos_in
from gallery.errors import GalleryError, InputError
from gallery.store import Gallery, LiveView


@dataclass(frozen=True, slots=True)
class Picture:
    """One live view's picture, not decoded yet.

    Attributes:
        view: the view it is of.
        crop: JPEG of the item; empty where `photo` is taken.
        photo: the file, where no crop is stored.
    """

    view: LiveView
    crop: bytes
    photo: Path | None

    @property
    def key(self) -> bytes:
        """SHA-256 of what is embedded, 32 bytes."""
        return hashlib.sha256(self.crop or self.view.photo_hash.encode()).digest()

    def decode(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        """What the embedder sees, uint8 `[H, W, 3]`, BGR.

        Args:
            size: height and width of its input, pixels.

        Raises:
            GalleryError: the stored crop is damaged.
            InputError: the photo cannot be used.
        """
        if self.photo is not None:
            return prepare(self.photo, size).crop
        try:
            return unpack(self.crop, size)
        except InputError as error:
            raise GalleryError(
                f"view {self.view.view_id} of {self.view.sku or 'the background'}: {error.problem}",
                "see `checkout-edge gallery verify`",
            ) from None


def find_photos(gallery: Gallery, views: Sequence[LiveView], folder: Path | None) -> dict[str, Path]:
    """Photos of the views that have no stored crop, by hash; empty where every view has one.

    Args:
        gallery: for messages.
        views: all live views.
        folder: searched with all folders in it; None where no photos are given.

    Raises:
        InputError: a view has neither a crop nor a photo; says how many, and of which products.
    """
    missing = {view.photo_hash: view for view in views if not view.crop_bytes}
    found: dict[str, Path] = {}
    if missing and folder is not None:
        for path in _photos_below(folder):
            digest = photo_hash(path)
            if digest in missing:
                found.setdefault(digest, path)
    lost = [view for digest, view in missing.items() if digest not in found]
    if lost:
        skus = sorted({view.sku or "the background" for view in lost})
        more = f" and {len(skus) - 5} more" if len(skus) > 5 else ""
        raise InputError(
            f"gallery {gallery.path}: {len(lost)} of {len(views)} views have no stored crop"
            f"{'' if folder is None else f', and their photos are not in {folder}'}: "
            f"{', '.join(skus[:5])}{more}",
            "give the folder with the photos they were enrolled from: --photos DIR",
        )
    return found


def pictures(gallery: Gallery, views: Sequence[LiveView], photos: dict[str, Path]) -> Iterator[Picture]:
    """The picture of each view, in order, read one at a time."""
    for view in views:
        photo = photos.get(view.photo_hash)
        yield Picture(view, b"" if photo is not None else gallery.crop(view.view_id), photo)


def _photos_below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise InputError(f"--photos {folder} is no folder", "give the folder with the photos")
    for place, folders, _ in os.walk(folder):
        folders.sort()
        yield from photos_in(Path(place)).photos
