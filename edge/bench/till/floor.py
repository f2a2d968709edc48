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


class Floor:
    """Times bare inference and bare search.

    Inference is the runtime's own call where the embedder is onnxruntime's; of another backend it is the
    embedder's, which adds a check of the batch's shape to it. Search is a matrix product with all views of
    the gallery and the nearest few of each row, in NumPy: no votes, no thresholds, no products.

    Args:
        embedder: the model that the till uses.
        vectors: float32 `[V, D]`, the gallery's views, of unit length.
        clock: seconds.
    """

    def __init__(
        self,
        embedder: Embedder,
        vectors: NDArray[np.float32],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._run = bare(embedder)
        self._views = np.ascontiguousarray(vectors.T)
        self._clock = clock

    def inference(self, images: NDArray[np.uint8]) -> float:
        """Milliseconds of the network on uint8 `[N, H, W, 3]`."""
        start = self._clock()
        self._run(images)
        return (self._clock() - start) * 1e3

    def search(self, vectors: NDArray[np.float32]) -> float:
        """Milliseconds to find the nearest views of float32 `[N, D]`."""
        start = self._clock()
        nearest(vectors, self._views)
        return (self._clock() - start) * 1e3


def bare(embedder: Embedder) -> Callable[[NDArray[np.uint8]], Any]:
    """The runtime's own call behind an embedder, where it can be had: onnxruntime's `run`."""
    session = getattr(embedder, "_session", None)
    if session is None or not hasattr(session, "run"):
        return embedder.embed
    return lambda images: session.run([OUTPUT], {INPUT: images})


def nearest(vectors: NDArray[np.float32], views: NDArray[np.float32]) -> NDArray[np.intp]:
    """The columns of float32 `[D, V]` views most like each of float32 `[N, D]` vectors, in no order."""
    likeness = vectors @ views
    few = min(K, likeness.shape[1])
    return np.argpartition(-likeness, few - 1, axis=1)[:, :few]
