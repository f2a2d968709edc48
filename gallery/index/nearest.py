"""Nearest: the first k of what several parts of an index have found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Found = tuple[NDArray[np.float32], NDArray[np.int64]]
"""L2 distances float32 `[N, K]` and view ids int64 `[N, K]` of N queries, nearest first."""


def nearest(found: Sequence[Found], k: int) -> Found:
    """The `k` nearest of all that several parts have found for the same queries.

    Args:
        found: of each part, at least one, in order; K may differ.
        k: at most this many are kept.
    """
    first = found[0]
    found = [first, *(part for part in found[1:] if _may_add(part[0], first[0], k))]
    if len(found) == 1:
        return first[0][:, :k], first[1][:, :k]
    rows = [
        _merged([part[0][row] for part in found], [part[1][row] for part in found], k)
        for row in range(len(found[0][0]))
    ]
    return stacked(rows) if rows else found[0]


def _may_add(distances: NDArray[np.float32], first: NDArray[np.float32], k: int) -> bool:
    """Whether a part has found something that is among the `k` nearest, of which another one has these.

    Seldom: a few views that no graph finds are beside nearly every graph, and most queries are elsewhere.
    """
    if not distances.size or first.shape[1] < k:
        return distances.size > 0
    if len(first) == 1:
        return bool(distances[0, 0] <= first[0, k - 1])
    return bool((distances[:, 0] <= first[:, k - 1]).any())


def stacked(rows: Sequence[tuple[NDArray[np.float32], NDArray[np.int64]]]) -> Found:
    """The answers to N queries, each `[K]`, as one; of one query without a copy."""
    if len(rows) == 1:
        return rows[0][0][None], rows[0][1][None]
    return np.stack([distances for distances, _ in rows]), np.stack([view_ids for _, view_ids in rows])


def _merged(
    distances: list[NDArray[np.float32]], view_ids: list[NDArray[np.int64]], k: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Of one query; quicker than all at once where there is one, as mostly at a till."""
    far, of = np.concatenate(distances), np.concatenate(view_ids)
    order = np.lexsort((of, far))[:k]
    return far.take(order), of.take(order)


def in_order(distances: NDArray[np.float32], view_ids: NDArray[np.int64]) -> Found:
    """Rising distances, of which equal ones are put in the order of their view ids."""
    if (distances[:, 1:] > distances[:, :-1]).all():
        return distances, view_ids
    order = np.lexsort((view_ids, distances), axis=1)
    return np.take_along_axis(distances, order, axis=1), np.take_along_axis(view_ids, order, axis=1)
