"""A folder a class: `<folder>/<class>/<photo>`, the class named by its folder."""

from __future__ import annotations

from pathlib import Path

from edge.photo import photos_in
from edge.photo.folder import entries
from edge.photo.mask import mask_path
from train.layouts.listing import Entry, Listing, Skipped

NAME = "a folder a class"
_NO_CLASS = frozenset({"__MACOSX"})


def subfolders(folder: Path) -> list[Path]:
    """The folders in `folder`, sorted by name; hidden ones and what macOS adds to archives left out.

    Raises:
        InputError: the folder is missing or cannot be read.
    """
    return sorted(path for path in entries(folder) if path.is_dir() and path.name not in _NO_CLASS)


def read(folder: Path, split: str = "") -> Listing:
    """List every photo of every class folder; a mask beside a photo (`<stem>.mask.png`) belongs to it.

    Raises:
        InputError: a folder cannot be read.
    """
    found: list[Entry] = []
    skipped: list[Skipped] = []
    for directory in subfolders(folder):
        inside = photos_in(directory)
        found += [Entry(path, directory.name, split, mask_path(path)) for path in inside.photos]
        skipped += [_skipped(line) for line in inside.skipped]
    return Listing(NAME, tuple(found), tuple(skipped))


def _skipped(line: str) -> Skipped:
    path, _, reason = line.rpartition(": ")
    return Skipped(Path(path), reason)
