"""Plain NumPy that is obviously right, to compare an index with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gallery import Neighbours, ViewIndex


def nearest(
    vectors: NDArray[np.float32], view_ids: NDArray[np.int64], queries: NDArray[np.float32], k: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """All distances, sorted by distance and then view id."""
    distance = np.linalg.norm(queries[:, None].astype(np.float64) - vectors[None].astype(np.float64), axis=2)
    order = np.lexsort((np.broadcast_to(view_ids, distance.shape), distance), axis=1)[:, :k]
    return np.take_along_axis(distance, order, axis=1), view_ids[order]


def check_invariants(found: Neighbours, index: ViewIndex, queries: int, k: int) -> None:
    """What every answer of every index must be."""
    assert found.distances.shape == found.labels.shape == (queries, min(k, len(index)))
    assert (found.distances.dtype, found.labels.dtype) == (np.float32, np.int64)
    assert (np.diff(found.distances, axis=1) >= 0).all()
    tied = np.diff(found.distances, axis=1) == 0
    assert (np.diff(found.labels, axis=1)[tied] > 0).all()
    assert all(len(set(row)) == len(row) for row in found.labels.tolist())


def assert_exact(
    index: ViewIndex,
    vectors: NDArray[np.float32],
    view_ids: NDArray[np.int64],
    queries: NDArray[np.float32],
    k: int,
) -> None:
    """The index answers as plain NumPy; float32 differences, so views as far to 1e-6 may change places.

    Searched thoroughly, with which a graph as small as a test's compares all.
    """
    found = index.search(queries, k, thorough=True)
    check_invariants(found, index, len(queries), k)
    distances, _ = nearest(vectors, view_ids, queries, k)
    np.testing.assert_allclose(found.distances, distances, atol=1e-6)
    row = {view_id: number for number, view_id in enumerate(view_ids.tolist())}
    rows = np.array([[row[label] for label in labels] for labels in found.labels.tolist()], np.int64)
    own = np.linalg.norm(queries[:, None] - vectors[rows.reshape(len(queries), -1)], axis=2)
    np.testing.assert_allclose(found.distances, own, atol=1e-6)
