"""Photo folder: which files of a folder are photos, in the order people would number them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from edge.photo.mask import is_marked_mask, mask_path
from gallery.errors import InputError

SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp")
_OTHER_PHOTOS = (
    *(".heic", ".heif", ".avif", ".bmp", ".gif", ".tif", ".tiff", ".jp2", ".jxl"),
    *(".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raw"),
)


@dataclass(frozen=True, slots=True)
class PhotoFolder:
    """The photos of one folder.

    Attributes:
        photos: in natural order, masks left out.
        skipped: one line a file that looks like a photo and was left out; names file and reason.
    """

    photos: tuple[Path, ...]
    skipped: tuple[str, ...]


def photos_in(folder: Path) -> PhotoFolder:
    """The photos directly in `folder`, by name alone: none is checked yet.

    Hidden files and files of other kinds (.txt, .csv, .toml) are left out without a word.

    Raises:
        InputError: the folder is missing or cannot be read.
    """
    files = [path for path in entries(folder) if not path.is_dir()]  # a broken link is told of later
    pictures = [path for path in files if path.suffix.lower() in SUFFIXES]
    masks = {mask for path in pictures if not is_marked_mask(path) and (mask := mask_path(path)) is not None}
    photos = tuple(path for path in pictures if path not in masks and not is_marked_mask(path))
    orphans = [path for path in pictures if is_marked_mask(path) and path not in masks]
    skipped = [f"{path}: convert it to JPEG" for path in files if path.suffix.lower() in _OTHER_PHOTOS]
    skipped += [f"{path}: mask without a photo" for path in orphans]
    return PhotoFolder(photos, tuple(skipped))


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, hidden names left out, in natural order (2 before 10).

    Raises:
        InputError: the folder is missing or cannot be read.
    """
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise InputError(
            f"folder {folder}: {error.strerror}", "give the path of a folder with photos"
        ) from None
    return sorted(found, key=_natural)


def _natural(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], path.name
