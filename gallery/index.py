"""Index: find the views nearest to a vector. Derived from the gallery, never the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
from numpy.typing import NDArray

from gallery.neighbours import Neighbours

EXACT_BELOW = 20_000
"""Fewer views than this are all compared.

Measured at 256 dimensions on one core of an x86-64 server: 20,000 views take 0.9 ms a query and
50,000 take 8 to 15 ms, where hnswlib takes 0.2 ms; but its graph of 20,000 takes 8 s to build after
each enrolment, and it may miss a neighbour.
"""

_M, _EF_CONSTRUCTION, _EF_SEARCH, _SEED = 16, 200, 200, 0
_SLACK = 8  # neighbours looked at beyond k, so that equal distances are settled by view id


class ViewIndex:
    """Nearest views by L2 distance: compared one by one in NumPy, or above `EXACT_BELOW` by hnswlib.

    Both ways measure the distances they return in the same manner, by differences: two equal vectors
    are at distance 0, and equal distances are ordered by view id. The graph is that of Malkov and
    Yashunin, "Efficient and robust approximate nearest neighbor search using HNSW" (2018), built with
    a fixed seed on one thread, so that the same views give the same graph.
    """

    def __init__(self, vectors: NDArray[np.float32], labels: NDArray[np.int64], graph: Any = None) -> None:
        self._vectors = np.ascontiguousarray(vectors, np.float32)
        self._labels = labels
        self._graph = graph
        self._squares = np.einsum("vd,vd->v", self._vectors, self._vectors)
        if graph is not None:
            graph.set_ef(_EF_SEARCH)

    @classmethod
    def build(cls, vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> ViewIndex:
        """Index float32 `[V, D]` vectors with their view ids, int64 `[V]`.

        Raises:
            ValueError: the shapes do not fit.
        """
        if vectors.ndim != 2 or labels.shape != (len(vectors),):
            raise ValueError(f"vectors {vectors.shape} must be [V, D] and labels {labels.shape} [V]")
        if not cls.needs_graph(len(vectors)):
            return cls(vectors, labels)
        graph = hnswlib.Index("l2", vectors.shape[1])
        graph.init_index(len(vectors), M=_M, ef_construction=_EF_CONSTRUCTION, random_seed=_SEED)
        graph.add_items(vectors, np.arange(len(vectors)), num_threads=1)
        return cls(vectors, labels, graph)

    @classmethod
    def load(cls, path: Path, vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> ViewIndex:
        """Take the graph from a file that `save` wrote for these very vectors.

        Raises:
            ValueError: the file holds another number of views.
            RuntimeError: hnswlib cannot read the file.
        """
        graph = hnswlib.Index("l2", vectors.shape[1])
        graph.load_index(str(path), max_elements=len(vectors))
        if graph.get_current_count() != len(vectors):
            raise ValueError(f"{graph.get_current_count()} views in the index, {len(vectors)} in the gallery")
        return cls(vectors, labels, graph)

    @staticmethod
    def needs_graph(views: int) -> bool:
        """Whether this many views are too many to compare one by one."""
        return views >= EXACT_BELOW

    @property
    def exact(self) -> bool:
        """Whether every view is compared; then there is no graph to save."""
        return self._graph is None

    def __len__(self) -> int:
        return len(self._vectors)

    def save(self, path: Path) -> None:
        """Write the graph to a file.

        Raises:
            ValueError: the index is exact.
            RuntimeError: the file cannot be written.
        """
        if self._graph is None:
            raise ValueError("an exact index has no graph")
        self._graph.save_index(str(path))

    def search(self, queries: NDArray[np.float32], k: int) -> Neighbours:
        """The `k` views nearest to each of float32 `[N, D]` queries; fewer where there are fewer.

        Raises:
            ValueError: the queries are not `[N, D]`.
        """
        if queries.ndim != 2 or queries.shape[1] != self._vectors.shape[1]:
            raise ValueError(f"queries {queries.shape} must be [N, {self._vectors.shape[1]}]")
        k = min(k, len(self))
        distances = np.empty((len(queries), k), np.float32)
        rows = np.empty((len(queries), k), np.int64)
        if k:
            for number, (query, near) in enumerate(zip(queries, self._near(queries, k), strict=True)):
                distances[number], rows[number] = self._settle(query, near, k)
        return Neighbours(distances, rows)

    def _near(self, queries: NDArray[np.float32], k: int) -> list[NDArray[np.int64]]:
        """Rows that hold the k nearest of each query, in no order, a few more than k."""
        if self._graph is not None:
            found, _ = self._graph.knn_query(queries, k=min(k + _SLACK, len(self)), num_threads=1)
            return list(found.astype(np.int64))
        score = self._squares - 2 * (queries @ self._vectors.T)
        edge = np.partition(score, k - 1, axis=1)[:, k - 1] + 1e-5  # rounding of the product
        return [np.flatnonzero(row <= limit) for row, limit in zip(score, edge, strict=True)]

    def _settle(
        self, query: NDArray[np.float32], near: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        difference = self._vectors[near] - query
        distance = np.sqrt(np.einsum("vd,vd->v", difference, difference, dtype=np.float64)).astype(np.float32)
        order = np.lexsort((self._labels[near], distance))[:k]
        return distance[order], near[order]
