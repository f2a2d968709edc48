"""Photos: check sets from a shop's own photos, read and cut out as `enroll` does it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from edge.certificate.check_set import CheckSet, Role
from edge.certificate.drawn import drawn_check_set
from edge.photo import read_photo
from edge.photo.folder import entries, photos_in
from edge.photo.item import find_item
from edge.view_of import item_crop
from gallery.classify import K
from gallery.errors import InputError

__all__ = ["check_set_from_folder", "crops_from_folder", "drawn_check_set"]

log = logging.getLogger("edge.certificate")

LEAST_PRODUCTS, LEAST_PHOTOS = 3, 3
MOST_PRODUCTS, MOST_PHOTOS = 200, 2000
"""Of a larger folder products are taken at even steps, and of each so many photos as come to this."""

_STRANGER_EVERY = 5
_Crop = NDArray[np.uint8]
_Item = TypeVar("_Item")


def check_set_from_folder(folder: Path, size: tuple[int, int]) -> CheckSet:
    """A check set from photos laid out as for `enroll`: a folder a product.

    Every fifth product plays the stranger (the last one, where there are fewer than five): none of its
    photos is enrolled. Of each other product the first photos are enrolled, at most seven, and at
    least a third are left to be recognised. Products of fewer than three photos are left out.

    Args:
        folder: holds the products' folders.
        size: height and width of the embedder's input, pixels.

    Raises:
        InputError: the folder cannot be read, or has fewer than three products of three photos.
    """
    products, unread = _products(folder, size)
    step = min(_STRANGER_EVERY, len(products))
    crops: list[_Crop] = []
    names: list[str] = []
    roles: list[Role] = []
    for number, (name, photos) in enumerate(products.items()):
        stranger = number % step == step - 1
        enrolled = 0 if stranger else min(K, len(photos) - ceil(len(photos) / 3))
        rest: Role = "stranger" if stranger else "known"
        crops += photos
        names += [name] * len(photos)
        roles += ["gallery" if place < enrolled else rest for place in range(len(photos))]
    told = f", {unread} that cannot be used left out" if unread else ""
    origin = f"{len(crops)} photos of {len(products)} products from a folder {folder.resolve().name}{told}"
    return CheckSet(np.stack(crops), tuple(names), tuple(roles), origin)


def crops_from_folder(folder: Path, size: tuple[int, int], most: int = 512) -> NDArray[np.uint8]:
    """Crops of all photos below a folder, however it is laid out, to calibrate with.

    Args:
        folder: of photos, or of folders of photos, to any depth.
        size: height and width of the embedder's input, pixels.
        most: of more photos than this, so many are taken at even steps.

    Returns:
        uint8 `[N, H, W, 3]`, BGR, N at least 1.

    Raises:
        InputError: the folder cannot be read, or holds no photo that can be used.
    """
    crops, _ = _read(_even(list(_below(folder)), most), size, most)
    if not crops:
        raise InputError(
            f"folder {folder}: no photo that can be used", "give a folder of JPEG, PNG or WebP photos"
        )
    return np.stack(crops)


def _products(folder: Path, size: tuple[int, int]) -> tuple[dict[str, list[_Crop]], int]:
    """The crops of each product that has enough of them, and how many photos could not be used."""
    listed = {path.name: photos_in(path).photos for path in entries(folder) if path.is_dir()}
    enough = [name for name, photos in listed.items() if len(photos) >= LEAST_PHOTOS]
    chosen = _even(enough, MOST_PRODUCTS)
    each = max(LEAST_PHOTOS, MOST_PHOTOS // max(1, len(chosen)))
    read = {name: _read(listed[name], size, each) for name in chosen}
    products = {name: crops for name, (crops, _) in read.items() if len(crops) >= LEAST_PHOTOS}
    if len(products) < LEAST_PRODUCTS:
        raise InputError(
            f"check photos {folder}: {len(products)} products of {LEAST_PHOTOS} photos or more",
            f"give a folder of {LEAST_PRODUCTS} product folders or more, laid out as for `enroll`, of "
            f"{LEAST_PHOTOS} photos or more each; 20 products of 10 photos tell more",
        )
    return products, sum(unread for _, unread in read.values())


def _read(paths: Sequence[Path], size: tuple[int, int], most: int) -> tuple[list[_Crop], int]:
    """The crops of the first photos that can be used, and how many cannot."""
    crops: list[_Crop] = []
    unread = 0
    for path in paths:
        if len(crops) == most:
            break
        try:
            photo = read_photo(path)
        except InputError as error:
            log.warning("left out: %s", error.problem)
            unread += 1
            continue
        found = find_item(photo)
        crops.append(item_crop(photo.image, found.box, size, found.mask))
    return crops, unread


def _below(folder: Path) -> Iterator[Path]:
    yield from photos_in(folder).photos
    for path in entries(folder):
        if path.is_dir() and not path.is_symlink():  # a link may lead back up
            yield from _below(path)


def even(count: int, most: int) -> list[int]:
    """At most so many of the places 0 to count - 1, at even steps."""
    step = max(1.0, count / most)
    return [int(number * step) for number in range(min(most, count))]


def _even(items: Sequence[_Item], most: int) -> list[_Item]:
    return [items[place] for place in even(len(items), most)]
