"""Upgrade: a gallery file of schema 1 becomes one of the present schema, in one transaction."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from gallery.errors import GalleryError
from gallery.product import Product
from gallery.store import state
from gallery.store.change import write_version
from gallery.store.explained import RESTORE
from gallery.store.schema import SCHEMA_VERSION, create_tables, schema_version

_VIEWS = (
    "SELECT views_1.id, sku, photo_hash, source, vector, thumbnail, views_1.added_in "
    "FROM views_1 JOIN products_1 ON products_1.id = product_id ORDER BY views_1.id"
)


def upgrade(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """Bring the file up to date; where it cannot be written, a temporary copy of it.

    The version keeps its number, and nothing before it is known: schema 1 kept no history. It kept no
    crops either, so these views cannot be embedded again by another model.

    Returns:
        The connection to go on with; the one given is closed where it is another.

    Raises:
        GalleryError: the file is damaged, or there is no room.
    """
    try:
        _upgrade(path, connection)
        return connection
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
    return upgraded_copy(path, connection)


def upgraded_copy(path: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    """A temporary database with what `connection` holds, brought up to date; `connection` is closed.

    SQLite keeps it in memory and, where that grows, in a nameless file that goes with the connection.

    Raises:
        GalleryError: the file is damaged.
    """
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    with contextlib.closing(connection):
        try:
            connection.backup(copy)
            _upgrade(path, copy)
        except BaseException:
            copy.close()
            raise
    return copy


def _upgrade(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if schema_version(connection) == 1:  # another process may have been faster
            _from_1(path, connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _from_1(path: Path, connection: sqlite3.Connection) -> None:
    facts = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    try:
        model, dimension, version = str(facts["model"]), int(facts["dimension"]), int(facts["version"])
    except (KeyError, ValueError):
        raise GalleryError(f"gallery {path} does not say its model", RESTORE) from None
    for index in ("products_sku", "views_photo", "views_product"):
        connection.execute(f"DROP INDEX {index}")
    for table in ("products", "views"):
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_1")
    create_tables(connection)
    digests = [*_products(connection), *_views(connection)]
    _keep_numbers(connection)
    for table in ("views_1", "products_1", "meta"):
        connection.execute(f"DROP TABLE {table}")
    became = state.moved(state.empty(model, dimension), digests, [])
    write_version(connection, version, "upgrade", "from schema 1", became, model, dimension)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _products(connection: sqlite3.Connection) -> list[bytes]:
    digests = []
    for *fields, added_in in connection.execute(
        "SELECT sku, name, price_minor, currency, barcode, added_in FROM products_1 ORDER BY id"
    ).fetchall():
        digests.append(state.product_digest(Product.stored(*fields)))
        connection.execute(
            "INSERT INTO products (sku, name, price_minor, currency, barcode, digest, added_in) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*fields, digests[-1], added_in),
        )
    return digests


def _views(connection: sqlite3.Connection) -> list[bytes]:
    digests = []
    for number, sku, photo_hash, source, vector, thumbnail, added_in in connection.execute(_VIEWS):
        parts = state.vector_digest(vector), state.picture_digest(thumbnail, b"")
        digests.append(state.row_digest(sku, "is", photo_hash, "photo", source, *parts))
        connection.execute(
            "INSERT INTO views (id, sku, role, photo_hash, origin, source, vector, picture, "
            "vector_digest, picture_digest, digest, added_in) "
            "VALUES (?, ?, 'is', ?, 'photo', ?, ?, ?, ?, ?, ?, ?)",
            (number, sku, photo_hash, source, number, number, *parts, digests[-1], added_in),
        )
    connection.execute("INSERT INTO vectors (id, vector) SELECT id, vector FROM views_1 ORDER BY id")
    connection.execute(
        "INSERT INTO pictures (id, thumbnail, crop) SELECT id, thumbnail, x'' FROM views_1 ORDER BY id"
    )
    return digests


def _keep_numbers(connection: sqlite3.Connection) -> None:
    """An id that a removed view had in schema 1 is not given again."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'views_1'").fetchone()
    if last is not None:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'views'")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('views', ?)", (last[0],))
