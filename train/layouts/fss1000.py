"""FSS-1000 as published (Li et al., CVPR 2020): `fewshot_data/<class>/<1..10>.jpg`, masks beside them.

The mask of `3.jpg` is `3.png`. As in the paper this project follows (Baranov & Shcherbyna 2022), a
photo is cropped to the bounding box of its mask and resized to 224x224; what lies in the box around
the item stays.
"""

from __future__ import annotations

import os
from pathlib import Path

from edge.photo.decode import UnreadableError, decode
from edge.photo.folder import entries
from train.layouts.class_folders import subfolders
from train.layouts.listing import Entry, Listing, Skipped

NAME = "FSS-1000"
SIDE = 224
_ARCHIVE = "fewshot_data"
_LOOKED_AT = 20  # class folders: enough to tell, and few enough to be quick on a network drive


def root(folder: Path) -> Path:
    """The folder of the class folders: `folder`, or `fewshot_data` inside it as the archive unpacks."""
    inside = folder / _ARCHIVE
    return inside if os.path.isdir(inside) else folder


def matches(folder: Path) -> bool:
    """Whether nearly all photos are numbered JPEGs that have a PNG of the same number beside them.

    The PNGs must not be photos themselves; whether they are good masks is not asked here, so that bad
    ones are reported and not taken for photos.
    """
    first: list[Path] = []
    paired = alone = 0
    for directory in subfolders(root(folder))[:_LOOKED_AT]:
        photos, masks = _files(directory)
        pairs = [masks[stem] for stem in photos if stem in masks and stem.isdecimal()]
        first += pairs[:1]
        paired += len(pairs)
        alone += len(photos) - len(pairs)
    return paired > 0 and alone * 9 <= paired and 2 * sum(map(_is_photo, first)) <= len(first)


def _is_photo(path: Path) -> bool:
    """Whether a picture is clearly no mask: a tenth of it is neither nearly black nor nearly white."""
    try:
        image = decode(path.read_bytes()).image
    except (OSError, UnreadableError):
        return False
    return bool(((image.max(2) > 16) & (image.min(2) < 239)).mean() > 0.1)


def read(folder: Path) -> Listing:
    """List every pair of photo and mask; one without the other is reported.

    Raises:
        InputError: a folder cannot be read.
    """
    found: list[Entry] = []
    skipped: list[Skipped] = []
    for directory in subfolders(root(folder)):
        photos, masks = _files(directory)
        pairs = [(path, masks.get(stem)) for stem, path in photos.items()]
        found += [Entry(path, directory.name, mask=mask, square=SIDE) for path, mask in pairs if mask]
        skipped += [Skipped(path, "no mask beside it") for path, mask in pairs if not mask]
        skipped += [Skipped(p, "mask without a photo") for stem, p in masks.items() if stem not in photos]
    return Listing(NAME, tuple(found), tuple(skipped))


def _files(directory: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """The photos and the masks of one class, by stem."""
    files = entries(directory)
    photos = {path.stem: path for path in files if path.suffix.lower() in (".jpg", ".jpeg")}
    return photos, {path.stem: path for path in files if path.suffix.lower() == ".png"}
