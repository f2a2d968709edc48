"""Left out: what the vote of the other views says of each enrolled view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.classify import K, rank
from gallery.neighbours import Neighbours

MOST_VIEWS = 5000
"""Views that are left out in turn; a larger gallery gives views at random, each against all others."""

_CHUNK = 256


def with_others(skus: Sequence[str]) -> NDArray[np.int64]:
    """The views that can be judged: rows int64 `[N]`, ascending, whose product has another view.

    Args:
        skus: the product of each view. Where there are more than `MOST_VIEWS` rows, some at random,
            always the same ones.
    """
    names, owner, counts = np.unique(np.array(skus, dtype=object), return_inverse=True, return_counts=True)
    rows = np.flatnonzero(counts[owner] > 1) if len(names) > 1 else np.empty(0, np.int64)
    if len(rows) > MOST_VIEWS:
        rows = np.sort(np.random.default_rng(0).choice(rows, MOST_VIEWS, replace=False))
    return rows.astype(np.int64)


def voted(vectors: NDArray[np.float32], skus: Sequence[str], rows: NDArray[np.int64]) -> list[str]:
    """The product that the nearest other views vote for, as the till's do, for each of some views.

    Args:
        vectors: float32 `[V, D]`, unit length; V is 2 or more.
        skus: the product of each.
        rows: int64 `[N]`, the views that are left out in turn.
    """
    chunks = (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
    return [ranked[0].sku for chunk in chunks for ranked in rank(_others(vectors, chunk), skus)]


def _others(vectors: NDArray[np.float32], rows: NDArray[np.int64]) -> Neighbours:
    likeness = vectors[rows] @ vectors.T
    likeness[np.arange(len(rows)), rows] = -np.inf
    most = min(K, len(vectors) - 1)
    nearest = np.sort(np.argpartition(-likeness, most - 1, axis=1)[:, :most], axis=1)
    order = np.argsort(-np.take_along_axis(likeness, nearest, axis=1), axis=1, kind="stable")
    nearest = np.take_along_axis(nearest, order, axis=1)
    square = 2 - 2 * np.take_along_axis(likeness, nearest, axis=1)
    return Neighbours(np.sqrt(np.maximum(square, 0)), nearest)
