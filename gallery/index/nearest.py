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
    if len(found) == 1:
        distances, view_ids = found[0]
        return distances[:, :k], view_ids[:, :k]
    distances = np.concatenate([each for each, _ in found], axis=1)
    view_ids = np.concatenate([each for _, each in found], axis=1)
    order = np.lexsort((view_ids, distances), axis=1)[:, :k]
    return np.take_along_axis(distances, order, axis=1), np.take_along_axis(view_ids, order, axis=1)


def in_order(distances: NDArray[np.float32], view_ids: NDArray[np.int64]) -> Found:
    """Rising distances, of which equal ones are put in the order of their view ids."""
    if (distances[:, 1:] > distances[:, :-1]).all():
        return distances, view_ids
    order = np.lexsort((view_ids, distances), axis=1)
    return np.take_along_axis(distances, order, axis=1), np.take_along_axis(view_ids, order, axis=1)
