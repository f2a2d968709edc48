"""Truth: the exact neighbours of the queries, and what share of them a subject found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_AT_ONCE = 20_000
_TIE = 1e-5
"""Squared distances this near are equal: the rounding of float32."""


def farthest_allowed(vectors: Floats, queries: Floats, k: int) -> NDArray[np.float64]:
    """The squared L2 distance of each query's k-th nearest view, float64 `[N]`.

    Args:
        vectors: float32 `[V, D]`, unit length, V at least k; may be mapped from a file.
        queries: float32 `[N, D]`, unit length.
        k: neighbours.
    """
    best = np.full((len(queries), k), -np.inf, np.float32)
    for start in range(0, len(vectors), _AT_ONCE):
        score = queries @ np.asarray(vectors[start : start + _AT_ONCE]).T
        best = _largest(np.concatenate([best, _largest(score, k)], axis=1), k)
    return np.asarray(2 - 2 * best.min(axis=1), np.float64)


def recall(vectors: Floats, queries: Floats, rows: NDArray[np.int64], limit: NDArray[np.float64]) -> float:
    """Share of the k nearest that were found; a view as near as the k-th counts as it.

    Args:
        vectors: as searched.
        queries: float32 `[N, D]`.
        rows: int64 `[N, k]`, -1 where nothing was found; a row named twice counts once.
        limit: of `farthest_allowed`.
    """
    found = vectors[np.maximum(rows, 0)]
    distance = 2 - 2 * np.einsum("nkd,nd->nk", found, queries, dtype=np.float64)
    good = (rows >= 0) & (distance <= limit[:, None] + _TIE)
    ordered = np.sort(np.where(good, rows, -1), axis=1)
    twice = (np.diff(ordered, axis=1) == 0) & (ordered[:, 1:] >= 0)
    return float((good.sum() - twice.sum()) / good.size)


def _largest(score: Floats, k: int) -> Floats:
    """The k largest of each row, in no order; all of a shorter one."""
    return score if score.shape[1] <= k else np.partition(score, -k, axis=1)[:, -k:]
