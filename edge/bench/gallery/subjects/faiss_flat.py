"""Faiss flat: every view compared, by Faiss (Douze et al., "The Faiss library", 2024)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.subject import Told

_FILE, _AT_ONCE = "index.faiss", 20_000


class FaissFlat:
    """`IndexFlatL2`, one thread."""

    efforts: tuple[int, ...] = ()

    def __init__(self) -> None:
        self._faiss: Any = import_module("faiss")
        self._faiss.omp_set_num_threads(1)

    def prepare(self, vectors: NDArray[np.float32], folder: Path) -> None:
        """Keep the vectors."""
        self._given = vectors

    def build(self, told: Told) -> None:
        """Add the vectors block by block."""
        vectors = self._given
        self._index = self._empty(vectors.shape[1])
        for start in range(0, len(vectors), _AT_ONCE):
            self._index.add(np.ascontiguousarray(vectors[start : start + _AT_ONCE]))
            told(self._index.ntotal)

    def _empty(self, dimension: int) -> Any:
        return self._faiss.IndexFlatL2(dimension)

    def save(self, folder: Path) -> None:
        """Write Faiss's own file."""
        self._faiss.write_index(self._index, str(folder / _FILE))

    def load(self, folder: Path, dimension: int) -> None:
        """Read Faiss's own file."""
        self._index = self._faiss.read_index(str(folder / _FILE))

    def set_effort(self, effort: int) -> None:
        """There is nothing to choose."""

    def search(self, queries: NDArray[np.float32], k: int) -> Any:
        """Squared distances and rows."""
        return self._index.search(queries, k)

    def rows(self, answer: Any, k: int) -> NDArray[np.int64]:
        """The rows alone."""
        return np.asarray(answer[1], np.int64)
