"""Re-embed: every view gets the vector of another model, or none does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError
from gallery.store.change import Change
from gallery.store.new_views import next_view
from gallery.store.state import row_digest, vector_digest
from gallery.view import is_unit


def re_embed(
    change: Change, model: str, dimension: int, vectors: Mapping[int, NDArray[np.float32]], path: object
) -> None:
    """Close every live view and open it again with its new vector; the pictures are shared.

    Raises:
        GalleryError: `vectors` are not those of the views alive, so another process changed them.
        ValueError: a vector is not `[dimension]`, finite and of unit length.
    """
    rows = change.connection.execute(
        "SELECT id, sku, role, photo_hash, origin, source, picture, picture_digest FROM views "
        "WHERE removed_in IS NULL ORDER BY id"
    ).fetchall()
    if {row[0] for row in rows} != set(vectors):
        raise GalleryError(f"gallery {path} changed while it was embedded again", "start again")
    change.close("views", "1")
    for row in rows:
        _open_again(change, row, _stored(vectors[row[0]], dimension, row[0]))
    change.model, change.dimension = model, dimension


def _stored(vector: NDArray[np.float32], dimension: int, view_id: int) -> bytes:
    vector = np.asarray(vector, np.float32)
    if vector.shape != (dimension,) or not is_unit(vector[None]).all():
        raise ValueError(f"vector of view {view_id} must be [{dimension}], finite and of unit length")
    return vector.astype("<f4").tobytes()


def _open_again(change: Change, row: tuple[int, str, str, str, str, str, int, bytes], vector: bytes) -> None:
    _, *fields, picture, of_picture = row
    number, of_vector = next_view(change), vector_digest(vector)
    sku, role, photo_hash, origin, source = map(str, fields)
    digest = row_digest(sku, role, photo_hash, origin, source, of_vector, of_picture)
    change.connection.execute(
        "INSERT INTO views (id, sku, role, photo_hash, origin, source, vector, picture, "
        "vector_digest, picture_digest, digest, added_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, sku, role, photo_hash, origin, source, number, picture),
            *(of_vector, of_picture, digest, change.version),
        ),
    )
    change.connection.execute("INSERT INTO vectors (id, vector) VALUES (?, ?)", (number, vector))
