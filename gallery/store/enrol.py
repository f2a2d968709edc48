"""Enrol: write products and their views into an open transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from gallery.errors import InputError
from gallery.product import Product
from gallery.view import View


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What became of one product's photos: `added` are new, `already` were there before."""

    sku: str
    added: int
    already: int


def write(
    connection: sqlite3.Connection, batch: Sequence[tuple[Product, Sequence[View]]], version: int
) -> list[Enrolment]:
    """Add `batch`; rows that change nothing are not written, so an enrolment repeated has no effect.

    Args:
        connection: in a transaction, which the caller ends.
        batch: products with their views; a SKU may come several times.
        version: the gallery's version that these rows come with.

    Raises:
        InputError: a photo is another product's already, or a new product has no photo.
    """
    enrolments: dict[str, Enrolment] = {}
    for product, views in batch:
        identity = _keep_product(connection, product, bool(views), version)
        added = sum(_keep_view(connection, identity, product.sku, view, version) for view in views)
        before = enrolments.get(product.sku, Enrolment(product.sku, 0, 0))
        enrolments[product.sku] = Enrolment(
            product.sku, before.added + added, before.already + len(views) - added
        )
    return list(enrolments.values())


def _keep_product(connection: sqlite3.Connection, product: Product, has_views: bool, version: int) -> int:
    given = (product.name or None, product.price_minor, product.currency, product.barcode)
    found = connection.execute(
        "SELECT id, name, price_minor, currency, barcode FROM products WHERE sku = ?", (product.sku,)
    ).fetchone()
    if found is None:
        if not has_views:
            raise InputError(f"product {product.sku!r} has no photo", "give at least one photo of it")
        row = connection.execute(
            "INSERT INTO products (sku, name, price_minor, currency, barcode, added_in) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (product.sku, product.name, *given[1:], version),
        )
        return int(row.lastrowid or 0)
    kept = tuple(old if new is None else new for old, new in zip(found[1:], given, strict=True))
    if kept != found[1:]:
        connection.execute(
            "UPDATE products SET name = ?, price_minor = ?, currency = ?, barcode = ? WHERE id = ?",
            (*kept, found[0]),
        )
    return int(found[0])


def _keep_view(connection: sqlite3.Connection, product: int, sku: str, view: View, version: int) -> bool:
    """Add one view; False where the product has this photo already."""
    owner = connection.execute(
        "SELECT products.id, sku FROM views JOIN products ON products.id = product_id WHERE photo_hash = ?",
        (view.photo_hash,),
    ).fetchone()
    if owner is not None and owner[0] != product:
        raise InputError(
            f"photo {view.source or view.photo_hash[:12]!r} of {sku!r} is enrolled as {owner[1]!r} already",
            f"leave it out, or take {owner[1]!r} out of the gallery first",
        )
    if owner is None:
        connection.execute(
            "INSERT INTO views (product_id, photo_hash, added_in, source, vector, thumbnail) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                product,
                view.photo_hash,
                version,
                view.source,
                view.vector.astype("<f4").tobytes(),
                view.thumbnail,
            ),
        )
    return owner is None
