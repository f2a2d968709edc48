"""Ours: the index of a gallery's file, as the till opens it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.filled import FILE, open_gallery
from edge.bench.gallery.subject import Told
from gallery import Neighbours
from gallery.index import keep_graph, open_index


class Ours:
    """A filled gallery's file, `keep_graph` and `open_index`: the way that `gallery.Recogniser` goes."""

    efforts: tuple[int, ...] = ()

    def prepare(self, vectors: NDArray[np.float32], folder: Path) -> None:
        """Open the gallery that was filled with these vectors."""
        self._gallery = open_gallery(folder / FILE, vectors.shape[1])

    def build(self, told: Told) -> None:
        """Build the graph and keep it, as whoever enrols does; there is none while the views are few."""
        keep_graph(self._gallery)

    def save(self, folder: Path) -> None:
        """Close the file, which is kept already."""
        self._gallery.close()

    def load(self, folder: Path, dimension: int) -> None:
        """Open the gallery and its index, as the till does."""
        self._gallery = gallery = open_gallery(folder / FILE, dimension)
        with gallery.moment():
            self._live, _ = gallery.view_ids()
            self._index = open_index(gallery, self._live).index

    def set_effort(self, effort: int) -> None:
        """There is nothing to choose: it is settled when the graph is built."""

    def search(self, queries: NDArray[np.float32], k: int) -> Neighbours:
        """Distances and view ids."""
        return self._index.search(queries, k)

    def rows(self, answer: Neighbours, k: int) -> NDArray[np.int64]:
        """The row of each view id."""
        return np.asarray(np.searchsorted(self._live, answer.labels), np.int64)
