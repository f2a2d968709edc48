"""Search: the nearest views by somebody else's library, and the same rule to decide by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.subjects import SUBJECTS
from gallery import Decision, Neighbours
from gallery.classify import LOOK, rank
from gallery.decision import decide
from peers.stock import Stock

EFFORT = 64
"""Of a search in a graph: USearch's default; that of Faiss, 16, is less than the views asked for."""

Vectors = NDArray[np.float32]


class Library:
    """One of the indexes of `edge.bench.gallery`, on one thread.

    Args:
        name: of `SUBJECTS`.
        vectors: float32 `[V, D]` to search.
    """

    def __init__(self, name: str, vectors: Vectors) -> None:
        self._index = SUBJECTS[name].make()
        self._index.prepare(np.ascontiguousarray(vectors), Path())
        self._index.build(lambda _: None)
        self._index.set_effort(EFFORT)

    def nearest(self, queries: Vectors, k: int) -> Neighbours:
        """The nearest views of float32 `[N, D]`, by row."""
        answer: Any = self._index.search(queries, k)
        squared, rows = answer if isinstance(answer, tuple) else (answer.distances, answer.keys)
        shape = (len(queries), -1)
        distances = np.sqrt(np.maximum(np.reshape(squared, shape), 0))
        return Neighbours(distances.astype(np.float32), np.reshape(rows, shape).astype(np.int64))


class Brute:
    """Every view, the way it is written first: the lengths of all differences, sorted.

    Args:
        vectors: float32 `[V, D]` to search.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def nearest(self, queries: Vectors, k: int) -> Neighbours:
        """The nearest views of float32 `[N, D]`, by row."""
        far = [np.linalg.norm(self._vectors - query, axis=1) for query in queries]
        rows = np.stack([np.argsort(one)[:k] for one in far])
        return Neighbours(np.take_along_axis(np.stack(far), rows, axis=1), rows)


class Counter:
    """From vectors to decisions with another search: the vote and the thresholds are ours.

    Args:
        search: what finds the views.
        stock: whose views they are.
    """

    def __init__(self, search: Library | Brute, stock: Stock) -> None:
        self._search, self._skus, self._thresholds = search, stock.skus, stock.thresholds

    def recognise(self, vectors: Vectors) -> list[Decision]:
        """One decision for each of float32 `[N, D]`."""
        ranked = rank(self._search.nearest(vectors, LOOK), self._skus)
        return [decide(candidates, self._thresholds) for candidates in ranked]
