"""Contents: everything in a gallery that recognition needs, read at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError
from gallery.product import Product
from gallery.store.explained import RESTORE
from gallery.view import is_unit


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """All that recognition needs, read at one moment.

    Attributes:
        version: the gallery's version that was read.
        products: every product by its SKU.
        vectors: float32 `[V, D]`, unit length, in the order of `view_ids`.
        view_ids: int64 `[V]`, ascending.
        skus: the product of each view, length V.
    """

    version: int
    products: dict[str, Product]
    vectors: NDArray[np.float32]
    view_ids: NDArray[np.int64]
    skus: list[str]


def decode(blobs: Sequence[bytes], dimension: int, path: Path) -> NDArray[np.float32]:
    """Stored vectors, float32 `[V, dimension]`.

    Raises:
        GalleryError: one has another size, or is not finite and of unit length.
    """
    if all(len(blob) == 4 * dimension for blob in blobs):
        vectors = np.frombuffer(b"".join(blobs), "<f4").astype(np.float32).reshape(-1, dimension)
        if is_unit(vectors).all():
            return vectors
    raise GalleryError(f"gallery {path}: a vector is damaged", RESTORE)
