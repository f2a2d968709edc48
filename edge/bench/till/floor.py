"""Floor: what the network and the search take by themselves, on what a till has just used."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.embed import Embedder
from edge.embed.checks import INPUT, OUTPUT
from gallery.classify import K
from gallery.index import ViewIndex
from gallery.index.graph import Graph
from gallery.index.view_index import Part

Found = Callable[[NDArray[np.float32]], object]
"""Finds the views nearest to float32 `[N, D]`."""


class Floor:
    """Times bare inference and bare search: what a till's calls come to, without what is ours around them.

    Inference is the runtime's own call where the embedder is onnxruntime's, in runs of as many crops as the
    embedder makes; of another backend it is our `embed`. Search is the library's own query of a graph, and a
    matrix product of the views that are compared one by one: no order, no votes, no thresholds, no products.

    Args:
        embedder: the model that the till uses.
        index: of the recogniser that the till uses.
        clock: seconds.
    """

    def __init__(
        self, embedder: Embedder, index: ViewIndex, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._run = bare(embedder)
        self._found = [_search(part) for part in index.parts if len(part)]
        self._clock = clock

    def inference(self, images: NDArray[np.uint8]) -> float:
        """Milliseconds of the network on uint8 `[N, H, W, 3]`."""
        start = self._clock()
        self._run(images)
        return (self._clock() - start) * 1e3

    def search(self, vectors: NDArray[np.float32]) -> float:
        """Milliseconds to find the nearest views of float32 `[N, D]`."""
        start = self._clock()
        for found in self._found:
            found(vectors)
        return (self._clock() - start) * 1e3


def bare(embedder: Embedder) -> Callable[[NDArray[np.uint8]], Any]:
    """The runtime's own call behind an embedder, where it can be had: onnxruntime's `run`.

    It is called as often as the embedder calls it: on a CPU that is quicker than all crops at once, and a
    slower floor would flatter what stands on it.
    """
    session = _session(embedder)
    if session is None:
        return embedder.embed
    most = _most(embedder)
    return lambda images: [
        session.run([OUTPUT], {INPUT: images[first : first + most]})[0]
        for first in range(0, len(images), most)
    ]


def bare_words(embedder: Embedder) -> str:
    """What bare inference is of this embedder."""
    if _session(embedder) is None:
        return "our embed on this backend, whose own call is not timed apart"
    return f"onnxruntime's own run, of at most {_most(embedder)} crops at a time as in the till"


def search_words(index: ViewIndex) -> str:
    """What bare search is of this index; nothing of an empty one."""
    parts = [part for part in index.parts if len(part)]
    return " and ".join(_part_words(part) for part in parts)


def nearest(vectors: NDArray[np.float32], views: NDArray[np.float32]) -> NDArray[np.intp]:
    """The columns of float32 `[D, V]` views most like each of float32 `[N, D]` vectors, in no order."""
    likeness = vectors @ views
    few = min(K, likeness.shape[1])
    return np.argpartition(-likeness, few - 1, axis=1)[:, :few]


def _session(embedder: Embedder) -> Any:
    session = getattr(embedder, "_session", None)
    return session if hasattr(session, "run") else None


def _most(embedder: Embedder) -> int:
    """Crops in one run of onnxruntime's."""
    return int(embedder._most)  # type: ignore[attr-defined]


def _search(part: Part) -> Found:
    if isinstance(part, Graph):
        raw, few = part.raw, min(K, len(part))
        return lambda vectors: raw.knn_query(vectors, k=few, num_threads=1)
    views = np.ascontiguousarray(part.vectors.T)
    return lambda vectors: nearest(vectors, views)


def _part_words(part: Part) -> str:
    if isinstance(part, Graph):
        return f"hnswlib's own query of the till's graph of {len(part):,} views"
    return f"NumPy's product with all of {len(part):,} views"
