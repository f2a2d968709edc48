"""Nearest: the first k of what several parts of an index have found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Found = tuple[NDArray[np.float32], NDArray[np.int64]]
"""L2 distances float32 `[N, K]` and view ids int64 `[N, K]` of N queries, nearest first."""


def nearest(found: Sequence[Found], k: int) -> Found:
    """The `k` nearest of all that was found for the same queries, equal distances by view id.

    Args:
        found: of each part; K may differ.
        k: at most this many are kept.
    """
    if len(found) == 1:
        distances, view_ids = found[0]
    else:
        distances = np.concatenate([each for each, _ in found], axis=1)
        view_ids = np.concatenate([each for _, each in found], axis=1)
    if not _in_order(distances):
        order = np.lexsort((view_ids, distances), axis=1)
        distances = np.take_along_axis(distances, order, axis=1)
        view_ids = np.take_along_axis(view_ids, order, axis=1)
    return distances[:, :k], view_ids[:, :k]


def _in_order(distances: NDArray[np.float32]) -> bool:
    """Whether each row rises strictly; then the view ids do not matter."""
    return bool((distances[:, 1:] > distances[:, :-1]).all())
