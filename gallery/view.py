"""View: one enrolled photo of a product, as the gallery keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNIT_TOLERANCE = 1e-3
"""How far a vector's length may be from 1."""

ORIGINS = ("photo", "till")
"""Where a view may come from."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One photo of a product, or of what it is not.

    Attributes:
        photo_hash: SHA-256 of the photo's content, 64 hexadecimal digits in lower case.
        vector: float32 `[D]`, the photo's embedding, unit length; a read-only copy is kept.
        thumbnail: JPEG shown to people; may be empty.
        source: file name shown to people; of a byte in it that is no UTF-8 `\\udcNN` is kept.
        crop: JPEG of the item, from which another model can embed it; empty where there is none, and
            in a view that the gallery lists, see `Gallery.crop`.
        origin: `photo`, or `till` for what a camera there saw.

    Raises:
        ValueError: the hash is none, the vector is not one of finite numbers and unit length, or the
            origin is another.
    """

    photo_hash: str
    vector: NDArray[np.float32]
    thumbnail: bytes = b""
    source: str = ""
    crop: bytes = b""
    origin: str = "photo"

    def __post_init__(self) -> None:
        if not re.fullmatch("[0-9a-f]{64}", self.photo_hash):
            raise ValueError(f"photo_hash must be 64 hexadecimal digits, not {self.photo_hash!r}")
        vector = np.array(self.vector, dtype=np.float32)
        if vector.ndim != 1 or not is_unit(vector[None]).all():
            raise ValueError(f"vector of {self.source!r} must be [D], finite and of unit length")
        if self.origin not in ORIGINS:
            raise ValueError(f"origin must be one of {', '.join(ORIGINS)}, not {self.origin!r}")
        vector.flags.writeable = False
        object.__setattr__(self, "source", self.source.encode("utf-8", "backslashreplace").decode())
        object.__setattr__(self, "vector", vector)


def is_unit(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which rows of float32 `[V, D]` are finite and of length 1 within `UNIT_TOLERANCE`: bool `[V]`."""
    square = np.einsum("vd,vd->v", vectors, vectors, dtype=np.float64)
    return np.asarray(np.abs(np.sqrt(square) - 1) <= UNIT_TOLERANCE)
