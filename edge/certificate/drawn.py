"""Drawn: a check set of products that do not exist, for a model exported without photos."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.certificate.check_set import CheckSet, Role
from edge.crop import GREY
from edge.photo import Photo
from edge.photo.item import find_item
from edge.synth import Package, make_shop, photo
from edge.view_of import item_crop
from gallery.classify import K

_SEED = 20170
_KNOWN = 4
"""Photos to recognise of each product."""
_LAMP = (0.45, 0.6, 0.7)
"""What a dim, yellow lamp leaves of blue, green and red."""
_ROOM = 1.4
"""Side of a drawn photo by the side of the crop: the item covers about 0.77 of it."""


def drawn_check_set(size: tuple[int, int], products: int = 24, strangers: int = 6) -> CheckSet:
    """Draw a check set; the same call gives the same pictures.

    Seven views of each product are enrolled, four more are to be recognised, and four of each stranger.
    What is to be recognised is harder to see than what is enrolled, so that some of it is asked or unknown.
    Colours are rounded to 32 levels a channel: it halves the file, and any model can be checked with it.

    Args:
        size: height and width of the embedder's input, pixels.
        products: how many are enrolled, from 2; a quarter of them have a look-alike.
        strangers: how many are not.
    """
    shop = make_shop(_SEED, products, strangers)
    rows: list[tuple[Package, int, Role]] = [
        (package, number, "gallery" if number < K else "known")
        for package in shop.products
        for number in range(K + _KNOWN)
    ]
    rows += [(package, number, "stranger") for package in shop.strangers for number in range(K, K + _KNOWN)]
    return CheckSet(
        np.stack([_crop(package, number, size) for package, number, _ in rows]),
        tuple(package.sku for package, _, _ in rows),
        tuple(role for _, _, role in rows),
        f"{len(rows)} drawn pictures of {products + strangers} products that do not exist",
    )


def _crop(package: Package, number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    image = photo(package, number, size=round(_ROOM * max(size)))
    found = find_item(Photo(image, None, ""))
    crop = item_crop(image, found.box, size, found.mask)
    if number >= K:
        crop = _as_at_a_till(crop, number - K)
    return np.asarray(crop & 0xF8 | 4, np.uint8)


def _as_at_a_till(crop: NDArray[np.uint8], look: int) -> NDArray[np.uint8]:
    """Four looks that are harder than an enrolment photo: far away, dim, half covered, all three."""
    height, width = crop.shape[:2]
    if look in (0, 3):
        small = cv2.resize(crop, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
        crop = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    if look in (1, 3):
        crop = np.asarray(crop * np.array(_LAMP), np.uint8)
    if look in (2, 3):
        crop = crop.copy()
        crop[height // 2 :] = GREY
    return crop
