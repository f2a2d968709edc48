"""Stored views: some views with their vectors and thumbnails, read inside an open transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError, InputError
from gallery.store.live import LiveView
from gallery.store.vectors import VERIFY, damaged
from gallery.view import View, is_unit

_TOGETHER = 500
"""Vectors asked for in one statement, fewer than the 999 parameters that SQLite long allowed. 10,000 views
take 48 ms so and 98 ms one by one, the least of 11 each, in turns (2 cores of an AMD EPYC, all busy)."""


def stored_views(
    connection: sqlite3.Connection, sku: str, role: str, dimension: int, path: Path
) -> list[View]:
    """The views of a SKU, in the order they were enrolled, without crops.

    Raises:
        GalleryError: a row is damaged.
    """
    rows = connection.execute(
        "SELECT views.id, photo_hash, thumbnail, source, origin FROM views "
        "JOIN pictures ON pictures.id = picture "
        "WHERE sku = ? AND role = ? AND removed_in IS NULL ORDER BY views.id",
        (sku, role),
    ).fetchall()
    vectors = vectors_of(connection, [row[0] for row in rows], dimension, path)
    try:
        return [
            View(row[1], vector, bytes(row[2]), row[3], origin=row[4])
            for row, vector in zip(rows, vectors, strict=True)
        ]
    except (TypeError, ValueError) as error:
        raise GalleryError(f"gallery {path} is damaged: {error}", VERIFY) from None


def whole_view(connection: sqlite3.Connection, one: LiveView, dimension: int, path: Path) -> View:
    """One view with its vector and both pictures.

    Raises:
        GalleryError: it is damaged.
    """
    vector = vectors_of(connection, [one.view_id], dimension, path)[0]
    thumbnail, crop = connection.execute(
        "SELECT thumbnail, crop FROM pictures WHERE id = (SELECT picture FROM views WHERE id = ?)",
        (one.view_id,),
    ).fetchone()
    try:
        return View(one.photo_hash, vector, bytes(thumbnail), one.source, bytes(crop), one.origin)
    except (TypeError, ValueError) as error:
        raise GalleryError(f"gallery {path} is damaged: {error}", VERIFY) from None


def vectors_of(
    connection: sqlite3.Connection, view_ids: Sequence[int] | NDArray[np.int64], dimension: int, path: Path
) -> NDArray[np.float32]:
    """Float32 `[N, dimension]` of views that are alive, negative ones too, in this order.

    Raises:
        InputError: one is not there.
        GalleryError: one is damaged.
    """
    vectors = np.empty((len(view_ids), dimension), np.float32)
    for first in range(0, len(view_ids), _TOGETHER):
        some = [int(view_id) for view_id in view_ids[first : first + _TOGETHER]]
        blobs = _blobs(connection, some, dimension, path)
        vectors[first : first + len(some)] = np.frombuffer(blobs, "<f4").reshape(-1, dimension)
    good = is_unit(vectors)
    if not good.all():
        raise damaged(path, int(view_ids[int(np.argmin(good))]))
    return vectors


def _blobs(connection: sqlite3.Connection, view_ids: list[int], dimension: int, path: Path) -> bytes:
    """The vectors of some views, one behind the other, as they are stored."""
    found = dict(
        connection.execute(
            "SELECT views.id, vectors.vector FROM views LEFT JOIN vectors ON vectors.id = views.vector "
            f"WHERE views.id IN ({','.join('?' * len(view_ids))}) AND removed_in IS NULL",
            view_ids,
        )
    )
    for view_id in view_ids:
        if view_id not in found:
            raise InputError(f"no view {view_id} in gallery {path}", "read the gallery again")
        if type(found[view_id]) is not bytes or len(found[view_id]) != 4 * dimension:
            raise damaged(path, view_id)
    return b"".join([found[view_id] for view_id in view_ids])
