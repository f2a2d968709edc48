"""Drawn: a check set of products that do not exist, for a model exported without photos."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.certificate.check_set import CheckSet, Role
from edge.photo import Photo
from edge.photo.item import find_item
from edge.synth import Package, make_shop, photo
from edge.view_of import item_crop
from gallery.classify import K

_SEED = 20170
_KNOWN = 4
"""Photos to recognise of each product."""
_ROOM = 1.4
"""Side of a drawn photo by the side of the crop: the item covers about 0.77 of it."""


def drawn_check_set(size: tuple[int, int], products: int = 24, strangers: int = 6) -> CheckSet:
    """Draw a check set; the same call gives the same pictures.

    Seven views of each product are enrolled, four more are to be recognised, and four of each stranger.
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
    return np.asarray(crop & 0xF8 | 4, np.uint8)
