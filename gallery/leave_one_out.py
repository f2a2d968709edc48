"""Leave one out: what each enrolled view would be nearest to, if it were new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each of V views, L2 distances to the nearest view of its own product and of any other.

    Attributes:
        own: float32 `[V]`, itself left out; infinite where its product has no second view.
        other: float32 `[V]`; infinite where there is no other product.
        other_row: int64 `[V]`, row of that other view; of equal ones the first.
    """

    own: NDArray[np.float32]
    other: NDArray[np.float32]
    other_row: NDArray[np.int64]


def leave_one_out(vectors: NDArray[np.float32], owner: NDArray[np.int64]) -> Nearest:
    """Compare every view with every other, block by block: memory grows with V, time with its square.

    Args:
        vectors: float32 `[V, D]`, unit length.
        owner: int64 `[V]`, equal where the product is the same.
    """
    own = np.full(len(vectors), np.inf, np.float32)
    other = own.copy()
    other_row = np.zeros(len(vectors), np.int64)
    for start in range(0, len(vectors), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(vectors)))
        distance = np.sqrt(np.maximum(2 - 2 * (vectors[rows] @ vectors.T), 0))
        mine = owner[rows, None] == owner[None, :]
        strange = np.where(mine, np.inf, distance)
        other_row[rows] = strange.argmin(axis=1)
        other[rows] = strange.min(axis=1)
        mine[np.arange(len(rows)), rows] = False
        own[rows] = np.where(mine, distance, np.inf).min(axis=1)
    return Nearest(own, other, other_row)
