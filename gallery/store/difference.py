"""Difference: what is in one version of a gallery and not in another."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from gallery.product import Product
from gallery.store import calibrations
from gallery.store.live import PRODUCT, stored_product
from gallery.store.version import Version

Photos = dict[str, tuple[str, ...]]
"""Photo hashes, ascending, by SKU."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from one version to another; the other may be the older one.

    Attributes:
        old: the version that is left.
        new: the version that is arrived at.
        products_added: by SKU, as all of these.
        products_removed: as they were.
        products_changed: each as it was and as it is.
        views_added: photos by SKU; so are the five below.
        views_removed: photos that are gone.
        views_changed: the same photo with another vector, picture, source or origin.
        negatives_added: photos of what a product is not; SKU '' is no product at all.
        negatives_removed: as the views.
        negatives_changed: as the views.
        groups: by name, the products of a group of look-alikes before and after; empty: there is none.
        model: the two content hashes where another model embeds, else None.
        calibration: what was in force and what is, in words, where they are not the same, else None.
    """

    old: int
    new: int
    products_added: tuple[Product, ...]
    products_removed: tuple[Product, ...]
    products_changed: tuple[tuple[Product, Product], ...]
    views_added: Photos
    views_removed: Photos
    views_changed: Photos
    negatives_added: Photos
    negatives_removed: Photos
    negatives_changed: Photos
    groups: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    model: tuple[str, str] | None
    calibration: tuple[str, str] | None

    @property
    def nothing(self) -> bool:
        """Whether the two versions hold the same."""
        return not any(
            (
                *(self.products_added, self.products_removed, self.products_changed, self.groups),
                *(self.model, self.calibration),
                *(self.views_added, self.views_removed, self.views_changed),
                *(self.negatives_added, self.negatives_removed, self.negatives_changed),
            )
        )


def difference(connection: sqlite3.Connection, old: Version, new: Version, path: Path) -> Difference:
    """Compare two versions; only rows that came or went between them are read.

    Raises:
        GalleryError: a row is damaged.
    """
    gone, come = _products(connection, old, new, path), _products(connection, new, old, path)
    return Difference(
        old.version,
        new.version,
        tuple(come[sku] for sku in sorted(come.keys() - gone.keys())),
        tuple(gone[sku] for sku in sorted(gone.keys() - come.keys())),
        tuple((gone[sku], come[sku]) for sku in sorted(gone.keys() & come.keys()) if gone[sku] != come[sku]),
        *_photos(connection, old, new, "is"),
        *_photos(connection, old, new, "not"),
        _groups(connection, old, new),
        (old.model, new.model) if old.model != new.model else None,
        _calibration(connection, old, new),
    )


def _only_in(one: Version, other: Version) -> str:
    """The condition of a row that is alive in `one` and not in `other`."""

    def alive(version: int) -> str:
        return f"added_in <= {version} AND (removed_in IS NULL OR removed_in > {version})"

    between = f"added_in > {other.version}" if one.version > other.version else f"removed_in > {one.version}"
    return f"{between} AND {alive(one.version)} AND NOT ({alive(other.version)})"


def _products(connection: sqlite3.Connection, one: Version, other: Version, path: Path) -> dict[str, Product]:
    rows = connection.execute(f"SELECT {PRODUCT} FROM products WHERE {_only_in(one, other)}")
    return {row[0]: stored_product(row, path) for row in rows}


def _photos(
    connection: sqlite3.Connection, old: Version, new: Version, role: str
) -> tuple[Photos, Photos, Photos]:
    """Photos that came, went, and changed."""
    query = "SELECT sku, photo_hash, digest FROM views WHERE role = ? AND "
    gone, come = (
        {(row[0], row[1]): row[2] for row in connection.execute(query + _only_in(one, other), (role,))}
        for one, other in ((old, new), (new, old))
    )
    changed = {key for key in gone.keys() & come.keys() if gone[key] != come[key]}
    return _by_sku(come.keys() - gone.keys()), _by_sku(gone.keys() - come.keys()), _by_sku(changed)


def _by_sku(photos: set[tuple[str, str]]) -> Photos:
    by_sku: dict[str, list[str]] = defaultdict(list)
    for sku, photo in sorted(photos):
        by_sku[sku].append(photo)
    return {sku: tuple(found) for sku, found in by_sku.items()}


def _groups(
    connection: sqlite3.Connection, old: Version, new: Version
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    def members(version: Version, name: str) -> tuple[str, ...]:
        rows = connection.execute(
            "SELECT sku FROM lookalikes WHERE name = ? AND added_in <= ? "
            "AND (removed_in IS NULL OR removed_in > ?) ORDER BY sku",
            (name, version.version, version.version),
        )
        return tuple(row[0] for row in rows)

    rows = connection.execute(
        f"SELECT name FROM lookalikes WHERE {_only_in(old, new)} "
        f"UNION SELECT name FROM lookalikes WHERE {_only_in(new, old)} ORDER BY name"
    ).fetchall()
    both = {row[0]: (members(old, row[0]), members(new, row[0])) for row in rows}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def _calibration(connection: sqlite3.Connection, old: Version, new: Version) -> tuple[str, str] | None:
    was, now = (calibrations.in_force(connection, one.version, one.model) for one in (old, new))
    return None if calibrations.same(was, now) else (calibrations.in_words(was), calibrations.in_words(now))
