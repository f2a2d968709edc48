"""Graph: a part of the index in which only some views are compared, found along links."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
from numpy.typing import NDArray

from gallery.index.ids import union
from gallery.index.nearest import Found, in_order

M, EF_CONSTRUCTION, SEED = 16, 100, 0
"""Links a view has on each level (twice as many on the lowest), how widely they are looked for, and where
the draw of the levels starts. `python scripts/scale/graph.py 100000`: recall at 7 of new views, and the
time of a query, with `ef` 64 / 96 / 128 / 256:

- 16 and 100, built in 28 s: 0.989, 249 µs / 0.995, 368 / 0.996, 467 / 0.999, 852
- 16 and 200, built in 53 s: 0.991, 256 µs / 0.996, 374 / 0.997, 479 / 0.999, 878
- 8 and 100, built in 15 s: 0.973, 129 µs / 0.983, 185 / 0.987, 251 / 0.995, 463"""

DENSE_M, DENSE_EF_CONSTRUCTION = 32, 200
"""The same for a gallery in which the usual graph misses too much."""

EF = 64
"""How thoroughly a new graph is searched, until `gallery.index.recall.tune` has measured more."""

WIDE = 256
"""How many views a thorough search keeps in sight. Views far from nearly all others, as one kind of goods
beside many of another, are missed by a search that begins among the others: of 68 looks at drawn goods in a
gallery of 10,000 views 9 found none of their 7 nearest with `EF`, one with 128, none with 256; of 816 in
graphs whose views came in another order one with `EF`. 0.23 ms instead of 0.06."""

_SLACK = 8  # neighbours asked for beyond k, so that equal distances at the edge are settled by view id
_BATCH = 1024  # vectors given to hnswlib at a time

Chunks = Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]]
"""View ids int64 `[B]` with their float32 `[B, D]` vectors."""


class Graph:
    """A graph of hnswlib, whose own memory is the only place that holds its vectors. Never changed.

    That of Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using HNSW"
    (2018). Its labels are view ids. It is built on one thread with a fixed seed, so that the same views
    give the same graph, and so the same answers, on every till.

    hnswlib may search a graph from several threads, but not while another one adds to it. So a view that
    is removed is only left out of the answers, and views that come go into another part. It lets go of
    Python's lock while it adds and searches, but not while it loads, saves or frees.
    """

    def __init__(self, graph: Any, view_ids: NDArray[np.int64], dead: NDArray[np.int64]) -> None:
        self.raw = graph
        self._view_ids, self._dead = view_ids, dead  # ascending; `dead` is a part of `view_ids`
        self._gone = frozenset(dead.tolist())

    @classmethod
    def build(cls, chunks: Chunks, count: int, dimension: int, *, dense: bool = False) -> Graph:
        """The graph of `count` vectors `[dimension]`."""
        raw = hnswlib.Index("l2", dimension)
        raw.init_index(
            count,
            M=DENSE_M if dense else M,
            ef_construction=DENSE_EF_CONSTRUCTION if dense else EF_CONSTRUCTION,
            random_seed=SEED,
        )
        raw.set_ef(EF)
        return cls._of(raw, _add(raw, chunks))

    @classmethod
    def load(cls, path: Path, dimension: int) -> Graph:
        """Read a graph that `save` wrote.

        Raises:
            RuntimeError: hnswlib cannot read the file.
        """
        raw = hnswlib.Index("l2", dimension)
        raw.load_index(str(path))
        return cls._of(raw, np.array(raw.get_ids_list(), np.int64))

    @classmethod
    def _of(cls, raw: Any, view_ids: NDArray[np.int64]) -> Graph:
        return cls(raw, np.sort(view_ids), np.empty(0, np.int64))

    def save(self, path: Path) -> None:
        """Write the graph to a file, with what was removed from it.

        Raises:
            RuntimeError: the file cannot be written.
        """
        self.raw.save_index(str(path))

    def __len__(self) -> int:
        return len(self._view_ids) - len(self._dead)

    @property
    def view_ids(self) -> NDArray[np.int64]:
        """The views that it holds, int64 `[V]`, ascending."""
        return self._view_ids[~np.isin(self._view_ids, self._dead)] if len(self._dead) else self._view_ids

    @property
    def all_view_ids(self) -> NDArray[np.int64]:
        """The views that it was made of, int64 `[V]`, ascending."""
        return self._view_ids

    @property
    def dead_share(self) -> float:
        """The share of its views that were removed."""
        return len(self._dead) / max(len(self._view_ids), 1)

    def without(self, view_ids: NDArray[np.int64]) -> Graph:
        """This graph less some of its views, int64 `[R]`; the others among them are ignored."""
        gone = view_ids[np.isin(view_ids, self._view_ids)]
        if not len(gone):
            return self
        return Graph(self.raw, self._view_ids, union(self._dead, gone))

    def search(self, queries: NDArray[np.float32], k: int, least: int = 0) -> Found:
        """The `k` views nearest to each of float32 `[N, D]` queries or a few more, as far as they are found.

        Where views were removed it is asked for more until k are found that were not. `least` are asked
        for in any case: hnswlib keeps as many in sight while it searches, and finds what lies apart.
        """
        k = min(k, len(self))
        if not k or not len(queries):
            return np.empty((len(queries), k), np.float32), np.empty((len(queries), k), np.int64)
        ask = min(max(k + _SLACK, least), len(self._view_ids))
        while True:
            view_ids, squares = self._query(queries, ask)
            if self._gone.isdisjoint(view_ids.ravel().tolist()):
                return in_order(np.sqrt(squares), view_ids)
            alive = ~np.isin(view_ids, self._dead)
            if ask == len(self._view_ids) or (alive.sum(axis=1) >= k).all():
                return _kept(*in_order(np.sqrt(squares), view_ids), k, self._dead)
            ask = min(4 * ask, len(self._view_ids))

    def _query(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """What hnswlib finds: view ids and squared distances, nearest first."""
        try:
            view_ids, squares = self.raw.knn_query(queries, k=k, num_threads=1)
            return view_ids.view(np.int64), squares
        except RuntimeError:  # fewer than k can be reached along the links
            return self._scan(queries, k)

    def _scan(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Compare all: for a graph that has come apart, or when nearly all views are asked for."""
        vectors = np.asarray(self.raw.get_items(self._view_ids), np.float32)
        squares = np.stack([np.square(vectors - query).sum(axis=1) for query in queries])
        order = np.argsort(squares, axis=1, kind="stable")[:, :k]
        return self._view_ids[order], np.take_along_axis(squares, order, axis=1)

    def vectors(self, view_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of a few of its views, float32 `[N, D]`; 50 µs each, under Python's lock."""
        return np.asarray(self.raw.get_items(view_ids), np.float32)

    def extended(self, chunks: Chunks, count: int) -> Graph:
        """This graph with `count` more views. It is changed itself, so nobody else may know it."""
        self.raw.resize_index(self.raw.get_current_count() + count)
        view_ids = union(self._view_ids, _add(self.raw, chunks))
        return Graph(self.raw, view_ids, self._dead)


def _add(raw: Any, chunks: Chunks) -> NDArray[np.int64]:
    """Add views; gives their ids, int64 `[A]`."""
    done = [np.empty(0, np.int64)]
    for view_ids, vectors in chunks:
        for first in range(0, len(view_ids), _BATCH):
            some = slice(first, first + _BATCH)
            raw.add_items(vectors[some], view_ids[some], num_threads=1)
        done.append(view_ids)
    return np.concatenate(done)


def _kept(
    distances: NDArray[np.float32], view_ids: NDArray[np.int64], k: int, dead: NDArray[np.int64]
) -> Found:
    """The first k of each row that are not dead."""
    first = np.argsort(np.isin(view_ids, dead), axis=1, kind="stable")[:, :k]
    return np.take_along_axis(distances, first, axis=1), np.take_along_axis(view_ids, first, axis=1)
