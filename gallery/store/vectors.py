"""Vectors: read from the file into one array, and never taken for good where they are damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError
from gallery.view import is_unit

_BLOCK = 2048  # rows at a time: they stay in the processor's cache, and no second copy of all is made


def read_vectors(
    rows: sqlite3.Cursor, view_ids: Sequence[int] | NDArray[np.int64], dimension: int, path: Path
) -> NDArray[np.float32]:
    """Float32 `[V, dimension]` from a query that gives one vector a row.

    Args:
        rows: gives the vectors of `view_ids` in their order.
        view_ids: V of them.
        dimension: D.
        path: the gallery's, for the message.

    Raises:
        GalleryError: one is missing, has another size, or is not finite and of unit length.
    """
    vectors = np.empty((len(view_ids), dimension), np.float32)
    done = 0
    while block := rows.fetchmany(_BLOCK):
        blobs = [row[0] for row in block]
        if done + len(blobs) > len(view_ids):
            break
        for place, blob in enumerate(blobs):
            if type(blob) is not bytes or len(blob) != 4 * dimension:
                raise damaged(path, view_ids[done + place])
        vectors[done : done + len(blobs)] = np.frombuffer(b"".join(blobs), "<f4").reshape(-1, dimension)
        good = is_unit(vectors[done : done + len(blobs)])
        if not good.all():
            raise damaged(path, view_ids[done + int(np.argmin(good))])
        done += len(blobs)
    if done != len(view_ids):
        raise GalleryError(f"gallery {path} is damaged: {len(view_ids)} views, {done} vectors", VERIFY)
    return vectors


VERIFY = "`checkout-edge gallery verify` says all that is damaged and what to do"


def damaged(path: Path, view_id: int) -> GalleryError:
    """The error for a vector that cannot be trusted."""
    return GalleryError(f"gallery {path}: the vector of view {view_id} is damaged", VERIFY)
