"""Stats: what a gallery holds, in numbers."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from gallery.store.version import Version


@dataclass(frozen=True, slots=True)
class GalleryStats:
    """What `gallery stats` says of a gallery.

    Attributes:
        products: how many.
        views: of products.
        negatives: views of what products are not.
        groups: of look-alikes.
        versions: how many are kept.
        dimension: D of the vectors.
        model: content hash of their embedder.
        version: the number of the present one.
        state: of it.
        bytes: size of the tables and the history.
    """

    products: int
    views: int
    negatives: int
    groups: int
    versions: int
    dimension: int
    model: str
    version: int
    state: str
    bytes: int


def stats(connection: sqlite3.Connection, now: Version) -> GalleryStats:
    """Count; only indexes are read."""

    def one(statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    return GalleryStats(
        one("SELECT count(*) FROM products WHERE removed_in IS NULL"),
        one("SELECT count(*) FROM views WHERE removed_in IS NULL AND role = 'is'"),
        one("SELECT count(*) FROM views WHERE removed_in IS NULL AND role = 'not'"),
        one("SELECT count(DISTINCT name) FROM lookalikes WHERE removed_in IS NULL"),
        one("SELECT count(*) FROM versions"),
        now.dimension,
        now.model,
        now.version,
        now.state,
        one("PRAGMA page_count") * one("PRAGMA page_size"),
    )
