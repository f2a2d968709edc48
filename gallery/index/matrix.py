"""Matrix: a part of the index in which every view is compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gallery.index.nearest import Found, stacked

_ROUNDING = 1e-5  # of a product of unit vectors in float32; what lies nearer to the edge is measured
_BLOCK = 32  # scores of which only the best is looked at first, every so many rows
_FEW = 64  # rows that are all measured at once
_SCORES = 4_000_000  # held at a time
_ROOM = 64  # rows that a new matrix has room for


class Matrix:
    """Float32 vectors with their view ids, compared one by one in NumPy. Never changed.

    A product finds a few candidates; their distances are then measured by differences, so that two
    equal vectors are at distance 0 exactly. `added` writes behind the rows of its ancestors, which do
    not look there, so that adding a few views to many costs no copy of the many.

    Attributes:
        aside: views in it that a graph does not find; they do not wait for a graph of their own.
    """

    def __init__(
        self,
        vectors: NDArray[np.float32],
        view_ids: NDArray[np.int64],
        half: NDArray[np.float32],
        count: int,
        tail: list[int],
        aside: int = 0,
    ) -> None:
        self._vectors, self._view_ids, self._half = vectors, view_ids, half  # with room behind `count`
        self._count, self._tail = count, tail  # `tail` is shared: rows that someone has written
        self._live = int(np.isfinite(half[:count]).sum())
        self.aside = min(aside, self._live)

    @classmethod
    def of(cls, vectors: NDArray[np.float32], view_ids: NDArray[np.int64], *, aside: int = 0) -> Matrix:
        """The matrix of `[V, D]` vectors, which are not copied, with their int64 `[V]` view ids."""
        vectors = np.ascontiguousarray(vectors, np.float32)
        return cls(vectors, view_ids, _half_square(vectors), len(vectors), [len(vectors)], aside)

    @classmethod
    def empty(cls, dimension: int) -> Matrix:
        """A matrix without views, for vectors `[dimension]`."""
        return cls.of(np.empty((0, dimension), np.float32), np.empty(0, np.int64))

    def __len__(self) -> int:
        return self._live

    @property
    def view_ids(self) -> NDArray[np.int64]:
        """The views that it holds, int64 `[V]`."""
        return self._view_ids[: self._count][self._alive]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """Their vectors, float32 `[V, D]`; not to be changed."""
        return self._vectors[: self._count][self._alive]

    @property
    def _alive(self) -> NDArray[np.bool_] | slice:
        """Selects its rows; a slice, which copies nothing, where none was removed."""
        if self._live == self._count:
            return slice(None)
        return np.isfinite(self._half[: self._count])

    def added(self, vectors: NDArray[np.float32], view_ids: NDArray[np.int64]) -> Matrix:
        """This matrix with more views: `[A, D]` and `[A]`."""
        first, last = self._count, self._count + len(vectors)
        grown = self
        if self._tail[0] != first or last > len(self._vectors):
            grown = self._with_room(max(2 * last, _ROOM))
            first, last = grown._count, grown._count + len(vectors)
        grown._vectors[first:last] = vectors
        grown._view_ids[first:last] = view_ids
        grown._half[first:last] = _half_square(vectors)
        grown._tail[0] = last
        return Matrix(grown._vectors, grown._view_ids, grown._half, last, grown._tail, self.aside)

    def without(self, view_ids: NDArray[np.int64]) -> Matrix:
        """This matrix less some of its views, int64 `[R]`; the others among them are ignored."""
        gone = np.isin(self._view_ids[: self._count], view_ids)
        if not gone.any():
            return self
        half = self._half.copy()
        half[: self._count][gone] = np.inf  # so that its score is the worst there is
        less = Matrix(self._vectors, self._view_ids, half, self._count, self._tail, self.aside)
        return less if less._live > self._count // 2 else less._with_room(max(less._live, _ROOM))

    def _with_room(self, rows: int) -> Matrix:
        """A copy with room for so many rows in all, without what was removed."""
        view_ids, vectors = self.view_ids, self.vectors
        room = Matrix(
            np.empty((rows, vectors.shape[1]), np.float32),
            np.empty(rows, np.int64),
            np.zeros(rows, np.float32),
            len(view_ids),
            [len(view_ids)],
            self.aside,
        )
        room._vectors[: len(view_ids)], room._view_ids[: len(view_ids)] = vectors, view_ids
        room._half[: len(view_ids)] = self._half[: self._count][self._alive]
        return room

    def search(self, queries: NDArray[np.float32], k: int) -> Found:
        """The `k` views nearest to each of float32 `[N, D]` queries; fewer where there are fewer."""
        k = min(k, self._live)
        if not k or not len(queries):
            return np.empty((len(queries), k), np.float32), np.empty((len(queries), k), np.int64)
        vectors, half = self._vectors[: self._count], self._half[: self._count]
        if self._live == self._count <= _FEW:
            each = [self._measured(query, vectors, self._view_ids[: self._count], k) for query in queries]
            return stacked(each)
        if len(queries) == 1:  # the till's own case, where each microsecond is a share of the whole
            return stacked([self._nearest(queries[0], vectors.dot(queries[0]), half, k)])
        block = max(1, _SCORES // self._count)
        each = [
            self._nearest(query, score, half, k)
            for first in range(0, len(queries), block)
            for query, score in zip(
                queries[first : first + block], queries[first : first + block] @ vectors.T, strict=True
            )
        ]
        return stacked(each)

    def _nearest(
        self, query: NDArray[np.float32], products: NDArray[np.float32], half: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The k nearest of one query, by its products with all vectors, which are overwritten."""
        products -= half  # the higher the nearer: |x - q|² = |q|² - 2 (x·q - |x|² / 2)
        rows = _candidates(products, k)
        return self._measured(query, self._vectors.take(rows, axis=0), self._view_ids.take(rows), k)

    @staticmethod
    def _measured(
        query: NDArray[np.float32], vectors: NDArray[np.float32], view_ids: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        difference = vectors - query
        distance: NDArray[np.float32] = np.einsum("vd,vd->v", difference, difference)
        np.sqrt(distance, out=distance)
        order = np.lexsort((view_ids, distance))[:k]
        return distance.take(order), view_ids.take(order)


def _half_square(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    half: NDArray[np.float32] = np.einsum("vd,vd->v", vectors, vectors)
    half *= 0.5
    return half


def _candidates(score: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows that hold the k best, and a few more.

    The k-th best of the best of each block is no better than the k-th best of all, and is found with one
    look at each score, where a partition takes many.
    """
    blocks = len(score) // _BLOCK
    if blocks < 2 * k:
        best, some = score.copy(), len(score)
    else:
        best, some = np.maximum.reduce(score[: blocks * _BLOCK].reshape(_BLOCK, blocks)), blocks
    best.partition(some - k)
    edge: np.float32 = best[some - k] - _ROUNDING
    return (score >= edge).nonzero()[0]
