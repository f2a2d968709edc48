"""USearch: the graph of Malkov and Yashunin (2018), by USearch (Vardanian 2023), in three storage types."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.subject import EF_CONSTRUCTION, M, Told

_FILE, _AT_ONCE = "index.usearch", 5_000


class Usearch:
    """One thread.

    Args:
        storage: "f32", "f16" or "i8"; bytes are compared by the cosine, which USearch scales them for.
    """

    efforts: tuple[int, ...] = (8, 16, 32, 64, 128, 256, 512)

    def __init__(self, storage: str) -> None:
        self._library: Any = import_module("usearch.index")
        self._storage = storage

    def prepare(self, vectors: NDArray[np.float32], folder: Path) -> None:
        """Keep the vectors."""
        self._given = vectors

    def build(self, told: Told) -> None:
        """Add the vectors block by block."""
        vectors = self._given
        self._index = self._library.Index(
            ndim=vectors.shape[1],
            metric="cos" if self._storage == "i8" else "l2sq",
            dtype=self._storage,
            connectivity=M,
            expansion_add=EF_CONSTRUCTION,
        )
        for start in range(0, len(vectors), _AT_ONCE):
            block = np.ascontiguousarray(vectors[start : start + _AT_ONCE])
            self._index.add(np.arange(start, start + len(block)), block, threads=1)
            told(start + len(block))

    def save(self, folder: Path) -> None:
        """Write USearch's own file."""
        self._index.save(str(folder / _FILE))

    def load(self, folder: Path, dimension: int) -> None:
        """Read USearch's own file."""
        self._index = self._library.Index.restore(str(folder / _FILE))

    def set_effort(self, effort: int) -> None:
        """`expansion_search`."""
        self._index.expansion_search = effort

    def search(self, queries: NDArray[np.float32], k: int) -> Any:
        """Keys and distances; a lone query is asked as one."""
        return self._index.search(queries if len(queries) > 1 else queries[0], k, threads=1)

    def rows(self, answer: Any, k: int) -> NDArray[np.int64]:
        """The keys, which are rows."""
        keys: NDArray[np.int64] = np.array(answer.keys, np.int64)
        if keys.ndim == 1:
            return np.asarray(np.pad(keys, (0, k - len(keys)), constant_values=-1)[None], np.int64)
        keys[np.arange(keys.shape[1]) >= np.asarray(answer.counts)[:, None]] = -1
        return keys


def usearch(storage: str) -> Callable[[], Usearch]:
    """A maker of subjects with this storage."""
    return lambda: Usearch(storage)
