"""Live: what the gallery holds now, read inside an open transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError
from gallery.negatives import Negatives
from gallery.product import Product
from gallery.store.vectors import VERIFY, read_vectors

PRODUCT = "sku, name, price_minor, currency, barcode"
_POSITIVE = "views.removed_in IS NULL AND views.role = 'is'"
_NEGATIVE = "views.removed_in IS NULL AND views.role = 'not'"


@dataclass(frozen=True, slots=True)
class LiveView:
    """One view without its vector and pictures.

    Attributes:
        view_id: of the gallery.
        sku: the product; '' for a negative view of the background.
        role: `is` a view of the product, or `not`.
        photo_hash: see `View`; so are the two below.
        origin: `photo` or `till`.
        source: file name.
        crop_bytes: length of the crop kept for another model, 0 where there is none.
        digest: SHA-256 of all of it, vector and pictures too, without the id; 64 hexadecimal digits.
    """

    view_id: int
    sku: str
    role: str
    photo_hash: str
    origin: str
    source: str
    crop_bytes: int
    digest: str


def live_views(connection: sqlite3.Connection) -> list[LiveView]:
    """All views alive, by id. The lengths of the crops are read, not the crops."""
    rows = connection.execute(
        "SELECT views.id, sku, role, photo_hash, origin, source, length(crop), lower(hex(digest)) "
        "FROM views JOIN pictures ON pictures.id = picture WHERE removed_in IS NULL ORDER BY views.id"
    )
    return [LiveView(*row) for row in rows]


def products(connection: sqlite3.Connection, path: Path, skus: Iterable[str] | None = None) -> list[Product]:
    """The products by SKU; of `skus` those that are there.

    Raises:
        GalleryError: a row is damaged.
    """
    if skus is None:
        rows = connection.execute(f"SELECT {PRODUCT} FROM products WHERE removed_in IS NULL ORDER BY sku")
        return [stored_product(row, path) for row in rows]
    one = f"SELECT {PRODUCT} FROM products WHERE removed_in IS NULL AND sku = ?"
    found = (connection.execute(one, (sku,)).fetchone() for sku in sorted(skus))
    return [stored_product(row, path) for row in found if row is not None]


def stored_product(row: tuple[object, ...], path: Path) -> Product:
    """A product from its row.

    Raises:
        GalleryError: it is damaged.
    """
    try:
        return Product.stored(*row)
    except ValueError as error:
        raise GalleryError(f"gallery {path} is damaged: {error}", VERIFY) from None


def view_ids(connection: sqlite3.Connection) -> tuple[NDArray[np.int64], list[str]]:
    """Ids of the views of products, int64 `[V]` ascending, and the SKU of each, one string a product."""
    rows = connection.execute(f"SELECT id, sku FROM views WHERE {_POSITIVE} ORDER BY id").fetchall()
    names: dict[str, str] = {}
    return np.array([row[0] for row in rows], np.int64), [names.setdefault(row[1], row[1]) for row in rows]


def all_vectors(
    connection: sqlite3.Connection, ids: NDArray[np.int64], dimension: int, path: Path
) -> NDArray[np.float32]:
    """The vectors of all that `view_ids` gave, read in one go; pictures are not touched.

    Raises:
        GalleryError: one is damaged.
    """
    rows = connection.execute(
        f"SELECT vectors.vector FROM views LEFT JOIN vectors ON vectors.id = views.vector "
        f"WHERE {_POSITIVE} ORDER BY views.id"
    )
    return read_vectors(rows, ids, dimension, path)


def negatives(connection: sqlite3.Connection, dimension: int, path: Path) -> Negatives:
    """All negative views, by SKU and then by photo, so that the order tells nothing of the past.

    Raises:
        GalleryError: a vector is damaged.
    """
    where = f"WHERE {_NEGATIVE} ORDER BY sku, photo_hash"
    rows = connection.execute(f"SELECT id, sku FROM views {where}").fetchall()
    vectors = connection.execute(
        f"SELECT vectors.vector FROM views LEFT JOIN vectors ON vectors.id = views.vector {where}"
    )
    return Negatives(
        read_vectors(vectors, [row[0] for row in rows], dimension, path), tuple(row[1] for row in rows)
    )


def groups(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The products of each group of look-alikes."""
    found: dict[str, tuple[str, ...]] = {}
    for name, sku in connection.execute(
        "SELECT name, sku FROM lookalikes WHERE removed_in IS NULL ORDER BY name, sku"
    ):
        found[name] = (*found.get(name, ()), sku)
    return found
