"""Plain NumPy: every view compared by one matrix product."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.subject import Told

_FILE = "vectors.npy"


class PlainNumpy:
    """What a careful person writes in five lines, and nothing else."""

    efforts: tuple[int, ...] = ()

    def prepare(self, vectors: NDArray[np.float32], folder: Path) -> None:
        """Keep the vectors."""
        self._given = vectors

    def build(self, told: Told) -> None:
        """Copy them, as every other subject does."""
        self._vectors = np.array(self._given)
        told(len(self._vectors))

    def save(self, folder: Path) -> None:
        """Write the vectors."""
        np.save(folder / _FILE, self._vectors)

    def load(self, folder: Path, dimension: int) -> None:
        """Read the vectors into memory."""
        self._vectors = np.load(folder / _FILE)

    def set_effort(self, effort: int) -> None:
        """There is nothing to choose."""

    def search(self, queries: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """The largest products; of unit vectors these are the nearest."""
        score = queries @ self._vectors.T
        top = np.argpartition(score, -k, axis=1)[:, -k:]
        order = np.argsort(-np.take_along_axis(score, top, axis=1), axis=1)
        return np.take_along_axis(top, order, axis=1)

    def rows(self, answer: NDArray[np.int64], k: int) -> NDArray[np.int64]:
        """The answer itself."""
        return answer
