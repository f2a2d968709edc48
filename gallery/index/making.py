"""Making: a graph is built, proved against exact search, and what it does not find is set aside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.index import recall
from gallery.index.graph import Chunks, Graph
from gallery.index.matrix import Matrix

MOST_ASIDE = 0.01
"""Share of the views that a graph may fail to find; such views are compared one by one."""

_CHUNK = 1024
_QUICK = 32  # hnswlib's ef of a search that finds most views

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Vectors that a graph is to be made of, read again as often as needed.

    Attributes:
        view_ids: int64 `[V]`.
        read: float32 `[N, D]` vectors of N of them.
        dimension: D.
    """

    view_ids: NDArray[np.int64]
    read: Callable[[NDArray[np.int64]], NDArray[np.float32]]
    dimension: int

    def chunks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """All of them, some thousand at a time."""
        for first in range(0, len(self.view_ids), _CHUNK):
            some = self.view_ids[first : first + _CHUNK]
            yield some, self.read(some)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A graph that may be used.

    Attributes:
        graph: without the views that it does not find.
        unreachable: their ids, int64 `[U]`.
        recall: at 7, sampled, against exact.
    """

    graph: Graph
    unreachable: NDArray[np.int64]
    recall: float


def make(source: Source) -> Made | None:
    """A new graph; a denser one, which is said in the log, where the usual one misses too much.

    Returns:
        None where the denser one misses too much, too, which is said as a warning.
    """
    sample = take_sample(source)
    for dense in (False, True):
        graph = Graph.build(source.chunks(), len(source.view_ids), source.dimension, dense=dense)
        made = prove(graph, source, sample)
        if made is not None:
            return made
        words = "it cannot be used" if dense else "a denser one is built"
        _log.warning("the graph of %d views misses too much: %s", len(source.view_ids), words)
    return None


def take_sample(source: Source) -> recall.Sample:
    """Queries like new photos of what is in the source, with the distances of what truly is nearest."""
    rows = recall.drawn(len(source.view_ids))
    here, following = source.view_ids[rows], source.view_ids[np.minimum(rows + 1, len(source.view_ids) - 1)]
    queries = recall.between(source.read(here), source.read(following))
    return recall.sample(queries, source.chunks())


def prove(graph: Graph, source: Source, sample: recall.Sample) -> Made | None:
    """Set how thoroughly a graph is searched, and look for every view in it.

    Returns:
        None where its recall is below the floor or too many views are not found.
    """
    found = recall.tune(graph, sample)
    if recall.too_low(found, len(source.view_ids)):
        return None
    lost = unreachable(graph, source.chunks())
    if len(lost) > MOST_ASIDE * len(source.view_ids):
        return None
    return Made(graph.without(lost), lost, found)


def unreachable(graph: Graph, chunks: Chunks) -> NDArray[np.int64]:
    """The views that a search for their very vectors does not find, int64 `[U]`.

    A product's views may be linked among each other alone, an island that no search comes to. Most views
    are found by a quick search; the rest are looked for as thoroughly as the graph is searched later.

    Args:
        graph: that nobody else searches meanwhile.
        chunks: its views.
    """
    lost, effort = [np.empty(0, np.int64)], graph.raw.ef
    for view_ids, vectors in chunks:
        missed = np.ones(len(view_ids), np.bool_)
        for ef in (min(_QUICK, effort), effort):
            graph.raw.set_ef(ef)
            distances, _ = graph.search(vectors[missed], 1)
            missed[missed] = distances[:, 0] > 0 if distances.shape[1] else True
        lost.append(view_ids[missed])
    return np.sort(np.concatenate(lost))


def parts_of(source: Source, made: Made | None) -> list[Graph | Matrix]:
    """The parts of an index: a graph and what it does not find; without a graph a matrix of all."""
    if made is None:
        return [Matrix.of(source.read(source.view_ids), source.view_ids, aside=len(source.view_ids))]
    return [
        made.graph,
        Matrix.of(source.read(made.unreachable), made.unreachable, aside=len(made.unreachable)),
    ]
