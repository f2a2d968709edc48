"""Split folders: `train`, `val` (or `valid`, `validation`) and `test`, each with a folder a class."""

from __future__ import annotations

import logging
from pathlib import Path

from train.layouts import class_folders
from train.layouts.class_folders import subfolders
from train.layouts.listing import SPLITS, Listing

NAME = "train/val/test folders"
log = logging.getLogger(__name__)


def matches(folder: Path) -> bool:
    """Whether a folder named after a split holds folders; a class of toy trains holds photos instead."""
    return any(_is_split(path) for path in subfolders(folder))


def read(folder: Path) -> Listing:
    """List the photos of every split; folders beside them are left out, with a line in the log.

    Raises:
        InputError: a folder cannot be read.
    """
    inside = subfolders(folder)
    for path in inside:
        if not _is_split(path):
            log.warning("left out %s: neither train, val nor test", path)
    order = list(SPLITS)
    splits = sorted(filter(_is_split, inside), key=lambda path: order.index(path.name.lower()))
    parts = [class_folders.read(path, SPLITS[path.name.lower()]) for path in splits]
    return Listing(
        NAME,
        tuple(entry for part in parts for entry in part.entries),
        tuple(skipped for part in parts for skipped in part.skipped),
    )


def _is_split(path: Path) -> bool:
    return path.name.lower() in SPLITS and bool(subfolders(path))
