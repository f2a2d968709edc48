"""A gallery as plain dictionaries, for the machine in `test_against_plain.py`: obviously right, and slow."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from shelf import MODEL, OTHER_MODEL, random_units

from gallery import Gallery, Product, View

DIMENSIONS = {MODEL: 6, OTHER_MODEL: 4}


def photo_hash(photo: str) -> str:
    return hashlib.sha256(photo.encode()).hexdigest()


def vector(model: str, photo: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256((model + photo_hash(photo)).encode()).digest()[:8], "big")
    return random_units(1, DIMENSIONS[model], seed)[0]


def photo_view(model: str, photo: str) -> View:
    crop, origin = f"crop {photo}".encode(), "till" if photo.endswith("0") else "photo"
    return View(photo_hash(photo), vector(model, photo), photo.encode(), f"{photo}.jpg", crop, origin)


Calibrated = tuple[str, float, int]
"""State, margin and version of a calibration."""


@dataclass
class Plain:
    """What a gallery holds; `views` and `negatives` are photos by SKU, '' is the background.

    `calibrations` is the one in force, by model; it does not count as content.
    """

    model: str = MODEL
    products: dict[str, Product] = field(default_factory=dict)
    views: dict[str, list[str]] = field(default_factory=dict)
    negatives: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    calibrations: dict[str, Calibrated] = field(default_factory=dict)

    def copy(self) -> Plain:
        return copy.deepcopy(self)

    def key(self) -> object:
        """Equal for equal content."""
        return (
            self.model,
            tuple(sorted(self.products.items())),
            tuple((sku, tuple(sorted(photos))) for sku, photos in sorted(self.views.items())),
            tuple((sku, tuple(sorted(photos))) for sku, photos in sorted(self.negatives.items()) if photos),
            tuple(sorted(self.groups.items())),
        )

    def back_to(self, then: Plain) -> Plain:
        """What a rollback to `then` makes: all of it, and the calibration of that model alone."""
        others = {model: one for model, one in self.calibrations.items() if model != then.model}
        mine = {model: one for model, one in then.calibrations.items() if model == then.model}
        return replace(then.copy(), calibrations={**others, **mine})

    def enroll(self, product: Product, photos: list[str]) -> tuple[int, int] | None:
        """How many photos were added and how many were there; None where it must be refused."""
        mine = self.views.get(product.sku, [])
        if not photos and product.sku not in self.products:
            return None
        for photo in photos:
            if any(photo in views for sku, views in self.views.items() if sku != product.sku):
                return None
            if any(photo in self.negatives.get(sku, []) for sku in (product.sku, "")):
                return None
        old = self.products.get(product.sku, product)
        price = old.price_minor if product.price_minor is None else product.price_minor
        self.products[product.sku] = replace(old, name=product.name or old.name, price_minor=price)
        new = [photo for photo in dict.fromkeys(photos) if photo not in mine]
        self.views[product.sku] = mine + new
        return len(new), len(photos) - len(new)

    def remove(self, skus: list[str]) -> bool:
        """False where it must be refused."""
        if not set(skus) <= self.products.keys():
            return False
        for sku in set(skus):
            del self.products[sku], self.views[sku]
            self.negatives.pop(sku, None)
        for name, members in list(self.groups.items()):
            self.groups[name] = tuple(sku for sku in members if sku not in skus)
            if len(self.groups[name]) < 2:
                del self.groups[name]
        return True

    def remove_views(self, sku: str, photos: list[str]) -> int | None:
        """How many were taken out; None where it must be refused."""
        mine = self.views.get(sku, [])
        if not mine or not set(photos) <= set(mine) or set(photos) == set(mine):
            return None
        self.views[sku] = [photo for photo in mine if photo not in photos]
        return len(set(photos))

    def reject(self, sku: str, photos: list[str]) -> int | None:
        """How many were new; None where it must be refused."""
        if sku and sku not in self.products:
            return None
        owners = [owner for owner, views in self.views.items() if set(views) & set(photos)]
        if sku in owners or (not sku and owners):
            return None
        mine = self.negatives.setdefault(sku, [])
        new = [photo for photo in dict.fromkeys(photos) if photo not in mine]
        mine.extend(new)
        return len(new)

    def group(self, name: str, skus: set[str]) -> bool:
        """False where it must be refused."""
        if len(skus) < 2 or not skus <= self.products.keys():
            return False
        self.groups[name] = tuple(sorted(skus))
        return True


def compare(gallery: Gallery, plain: Plain) -> None:
    """A gallery holds, by every way of asking it, what the dictionaries hold."""
    contents = gallery.contents()
    assert contents.products == plain.products
    assert list(contents.products) == sorted(plain.products)
    assert contents.groups == gallery.groups() == plain.groups
    assert (contents.model, contents.vectors.shape[1]) == (plain.model, DIMENSIONS[plain.model])
    for sku, photos in plain.views.items():
        assert sorted(v.photo_hash for v in gallery.views(sku)) == sorted(map(photo_hash, photos))
    there = {(sku, photo_hash(photo)): photo for sku, photos in plain.views.items() for photo in photos}
    against = {(sku, photo_hash(photo)): photo for sku, photos in plain.negatives.items() for photo in photos}
    by_id = {one.view_id: one for one in gallery.live_views()}
    assert contents.skus == [by_id[number].sku for number in contents.view_ids]
    for number, row in zip(contents.view_ids, contents.vectors, strict=True):
        photo = there[by_id[number].sku, by_id[number].photo_hash]
        np.testing.assert_array_equal(row, vector(plain.model, photo))
        assert gallery.crop(number) == f"crop {photo}".encode()
    assert list(contents.negatives.skus) == [sku for sku, _ in sorted(against)]
    rows = [vector(plain.model, against[key]) for key in sorted(against)]
    wanted = np.array(rows).reshape(len(rows), DIMENSIONS[plain.model])
    np.testing.assert_array_equal(
        contents.negatives.vectors, np.array(wanted).reshape(len(wanted), DIMENSIONS[plain.model])
    )
    stats = gallery.stats()
    counts = len(plain.products), len(there), len(against), len(plain.groups)
    assert (stats.products, stats.views, stats.negatives, stats.groups) == counts
