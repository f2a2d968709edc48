"""Verify rows: every row, vector and picture against the digests that were written with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np

from gallery.product import Product
from gallery.store.explained import RESTORE
from gallery.store.fault import Fault
from gallery.store.live import PRODUCT
from gallery.store.state import lookalike_digest, picture_digest, product_digest, row_digest, vector_digest
from gallery.store.sums import Sums
from gallery.view import is_unit

_CHANGED = "it is not what was written"
_VIEW = (
    "id, sku, role, photo_hash, origin, source, vector_digest, picture_digest, "
    "digest, added_in, removed_in, vector, picture"
)


BAD_ROW = (ValueError, TypeError, AttributeError)
"""What reading a row raises where a field is of another kind than was written."""


def check_products(connection: sqlite3.Connection, sums: Sums) -> Iterator[list[Fault]]:
    """The faults of each row of products."""
    for *fields, digest, added_in, removed_in in connection.execute(
        f"SELECT {PRODUCT}, digest, added_in, removed_in FROM products"
    ):
        try:
            sums.add(digest, added_in, removed_in)
            good = product_digest(Product.stored(*fields)) == digest
        except BAD_ROW:
            good = False
        yield [] if good else [Fault(f"product {fields[0]!r}", _CHANGED, _remedy(fields[0], removed_in))]


def check_lookalikes(connection: sqlite3.Connection, sums: Sums) -> Iterator[list[Fault]]:
    """The faults of each place in a group of look-alikes."""
    for name, sku, digest, added_in, removed_in in connection.execute(
        "SELECT name, sku, digest, added_in, removed_in FROM lookalikes"
    ):
        try:
            sums.add(digest, added_in, removed_in)
            good = lookalike_digest(name, sku) == digest
        except BAD_ROW:
            good = False
        yield [] if good else [Fault(f"group {name!r}, product {sku!r}", _CHANGED, RESTORE)]


def check_views(connection: sqlite3.Connection, sums: Sums) -> Iterator[list[Fault]]:
    """The faults of each view with its vector and pictures, and of one whose product is not there."""
    dimensions = dict(connection.execute("SELECT version, dimension FROM versions").fetchall())
    known = {row[0] for row in connection.execute("SELECT sku FROM products WHERE removed_in IS NULL")}
    for row in connection.execute(f"SELECT {_VIEW} FROM views"):
        view_id, sku, role, photo, _, source, *_, added_in, removed_in, vector, picture = row
        try:
            sums.add(row[8], added_in, removed_in)
            problems = [] if row_digest(*row[1:8]) == row[8] else [_CHANGED]
            dimension = dimensions.get(max(added_in, min(dimensions)), 0)
            problems.extend(_vector_problems(connection, vector, row[6], dimension))
            problems.extend(_picture_problems(connection, picture, row[7]))
        except BAD_ROW:
            problems = [_CHANGED]
        if removed_in is None and sku not in known and (role, sku) != ("not", ""):
            problems.append(f"there is no product {sku!r}")
        where = f"view {view_id} of {sku!r} (photo {str(photo)[:12]}, {source})"
        yield [Fault(where, problem, _remedy(sku, removed_in)) for problem in problems]


def _vector_problems(
    connection: sqlite3.Connection, number: int, digest: bytes, dimension: int
) -> Iterator[str]:
    try:
        row = connection.execute("SELECT vector FROM vectors WHERE id = ?", (number,)).fetchone()
    except sqlite3.DatabaseError as error:
        yield f"its vector cannot be read: {error}"
        return
    if row is None:
        yield "its vector is missing"
    elif type(row[0]) is not bytes or vector_digest(row[0]) != digest:
        yield "its vector is not what was written"
    elif len(row[0]) != 4 * dimension or not is_unit(np.frombuffer(row[0], "<f4")[None]).all():
        yield f"its vector is not {dimension} numbers of unit length"


def _picture_problems(connection: sqlite3.Connection, number: int, digest: bytes) -> Iterator[str]:
    try:
        row = connection.execute("SELECT thumbnail, crop FROM pictures WHERE id = ?", (number,)).fetchone()
    except sqlite3.DatabaseError as error:
        yield f"its thumbnail and crop cannot be read: {error}"
        return
    if row is None:
        yield "its thumbnail and crop are missing"
    elif picture_digest(bytes(row[0]), bytes(row[1])) != digest:
        yield "its thumbnail or crop is not what was written"


def _remedy(sku: object, removed_in: object) -> str:
    if removed_in is not None:
        return f"`checkout-edge gallery compact` that keeps version {removed_in} and later drops it"
    if not sku:
        return "restore it from a backup, or take the background photos back and reject them again"
    return f"restore it from a backup, or take {sku!r} out and enrol its photos again"
