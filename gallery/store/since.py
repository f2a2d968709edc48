"""Since: the changes after a version, read inside an open transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from gallery.product import Product
from gallery.store import calibrations, live
from gallery.store.changes import Changes
from gallery.store.vectors import read_vectors
from gallery.store.version import Version, find

_CAME = "views INDEXED BY views_added WHERE removed_in IS NULL AND role = 'is' AND added_in > ?"
_WENT = "removed_in > :since AND added_in <= :since"


def read_changes(connection: sqlite3.Connection, since: int, now: Version, path: Path) -> Changes | None:
    """What came and went after `since`; None where that version is not kept or is of another model.

    Raises:
        GalleryError: what is read is damaged.
    """
    before = find(connection, since, path)
    if before is None or (before.model, before.dimension) != (now.model, now.dimension):
        return None
    added = connection.execute(f"SELECT id, sku FROM {_CAME} ORDER BY id", (since,)).fetchall()
    ids = np.array([row[0] for row in added], np.int64)
    vectors = connection.execute(
        "SELECT (SELECT vectors.vector FROM vectors WHERE vectors.id = views.vector) "
        f"FROM {_CAME} ORDER BY id",
        (since,),
    )
    removed = connection.execute(
        f"SELECT id FROM views INDEXED BY views_removed WHERE {_WENT} AND role = 'is' ORDER BY id",
        {"since": since},
    ).fetchall()
    return Changes(
        since=since,
        version=now.version,
        state=now.state,
        added_ids=ids,
        added_vectors=read_vectors(vectors, ids, now.dimension, path),
        added_skus=[row[1] for row in added],
        removed_ids=np.array([row[0] for row in removed], np.int64),
        products=_products(connection, since, path),
        negatives=live.negatives(connection, now.dimension, path),
        groups=live.groups(connection),
        calibration=calibrations.current(connection, path),
    )


def _products(connection: sqlite3.Connection, since: int, path: Path) -> dict[str, Product | None]:
    touched = connection.execute(
        "SELECT sku FROM products WHERE added_in > :since UNION "
        f"SELECT sku FROM products WHERE {_WENT} ORDER BY sku",
        {"since": since},
    )
    skus = [row[0] for row in touched]
    there = {product.sku: product for product in live.products(connection, path, skus)}
    return {sku: there.get(sku) for sku in skus}
