"""Find: which layout a data folder has."""

from __future__ import annotations

import os
from pathlib import Path

from edge.photo import photos_in
from gallery.errors import InputError
from train.layouts import class_folders, fss1000, manifest, split_folders
from train.layouts.listing import Listing


def find(data: Path) -> Listing:
    """List the photos of a data folder or CSV manifest, in whichever layout it is.

    In this order: a manifest; `train`, `val` and `test` folders; FSS-1000; a folder a class. Names
    decide, except that a PNG beside a JPEG of equal stem is a mask only if it looks like one.

    Raises:
        InputError: missing, cannot be read, no photo in it, or a manifest at fault.
    """
    if not os.path.exists(data):  # Path.exists raises where a parent may not be entered
        raise InputError(f"data {data}: not a folder and not a CSV file", "check the path after --data")
    listing = _read(data)
    if not listing.entries:
        raise InputError(f"data {data}: no photo found, read as {listing.layout}", _remedy(data))
    return listing


def _read(data: Path) -> Listing:
    if (found := manifest.path_of(data)) is not None:
        return manifest.read(found)
    if split_folders.matches(data):
        return split_folders.read(data)
    return fss1000.read(data) if fss1000.matches(data) else class_folders.read(data)


def _remedy(data: Path) -> str:
    if data.is_dir() and photos_in(data).photos:
        return f"its photos lie in it directly: give the folder above, {data.resolve().parent}"
    return "give a folder that holds one folder of JPEG, PNG or WebP photos for each class"
