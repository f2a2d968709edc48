"""Enrol: write products and their views into a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from gallery.errors import InputError
from gallery.product import Product
from gallery.store.change import Change
from gallery.store.new_views import NewViews
from gallery.store.state import product_digest
from gallery.view import View


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What became of one product's photos: `added` are new, `already` were there before."""

    sku: str
    added: int
    already: int


def write(change: Change, batch: Sequence[tuple[Product, Sequence[View]]]) -> list[Enrolment]:
    """Add `batch`; rows that change nothing are not written, so an enrolment repeated has no effect.

    Args:
        change: what to add to.
        batch: products with their views; a SKU may come several times.

    Raises:
        InputError: a photo is another product's already, or was rejected as this one, or a new
            product has no photo.
    """
    new = NewViews(change)
    enrolments = []
    for sku, (product, views) in _by_sku(batch).items():
        _keep_product(change, product, bool(views))
        added = sum(_keep_view(change.connection, new, sku, view) for view in views)
        enrolments.append(Enrolment(sku, added, len(views) - added))
    new.write()
    return enrolments


def _by_sku(batch: Sequence[tuple[Product, Sequence[View]]]) -> dict[str, tuple[Product, list[View]]]:
    """One entry a SKU; of a field given twice the last counts."""
    merged: dict[str, tuple[Product, list[View]]] = {}
    for product, views in batch:
        before, so_far = merged.get(product.sku, (product, []))
        merged[product.sku] = (_merged(before, product), [*so_far, *views])
    return merged


def _merged(old: Product, new: Product) -> Product:
    return Product(
        old.sku,
        new.name or old.name,
        old.price_minor if new.price_minor is None else new.price_minor,
        new.currency or old.currency,
        old.barcode if new.barcode is None else new.barcode,
    )


def _keep_product(change: Change, given: Product, has_views: bool) -> None:
    found = change.connection.execute(
        "SELECT sku, name, price_minor, currency, barcode FROM products WHERE sku = ? AND removed_in IS NULL",
        (given.sku,),
    ).fetchone()
    if found is None:
        if not has_views:
            raise InputError(f"product {given.sku!r} has no photo", "give at least one photo of it")
    else:
        old = Product.stored(*found)
        given = _merged(old, given)
        if given == old:
            return
        change.close("products", "sku = ?", (given.sku,))
    change.connection.execute(
        "INSERT INTO products (sku, name, price_minor, currency, barcode, digest, added_in) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*astuple(given), product_digest(given), change.version),
    )


def _keep_view(connection: sqlite3.Connection, new: NewViews, sku: str, view: View) -> bool:
    """Add one view; False where the product has this photo already."""
    owner = owner_of(connection, view.photo_hash)
    photo = f"photo {view.source or view.photo_hash[:12]!r}"
    if owner not in (None, sku):
        raise InputError(
            f"{photo} of {sku!r} is enrolled as {owner!r} already",
            f"leave it out, or take it from there first: {removal_of(owner, view.photo_hash)}",
        )
    if is_rejected(connection, sku, view.photo_hash):
        raise InputError(
            f"{photo} of {sku!r} was rejected: it is kept as a photo of what that product is not",
            "leave it out, or take the rejected photos back first",
        )
    if owner is None:
        new.add(sku, "is", view)
    return owner is None


def owner_of(connection: sqlite3.Connection, photo_hash: str) -> str | None:
    """The product that has this photo now."""
    row = connection.execute(
        "SELECT sku FROM views WHERE photo_hash = ? AND removed_in IS NULL AND role = 'is'", (photo_hash,)
    ).fetchone()
    return None if row is None else str(row[0])


def removal_of(sku: str, photo_hash: str) -> str:
    """The words of the command line that take one view out."""
    return f"gallery remove {sku} --view {photo_hash[:12]}"


def is_rejected(connection: sqlite3.Connection, sku: str, photo_hash: str) -> bool:
    """Whether this photo is now kept as what `sku` is not, or as no product at all."""
    row = connection.execute(
        "SELECT 1 FROM views WHERE photo_hash = ? AND sku IN (?, '') AND removed_in IS NULL AND role = 'not'",
        (photo_hash, sku),
    ).fetchone()
    return row is not None
