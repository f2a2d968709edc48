"""Subject: what is measured, ours and each peer alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

M, EF_CONSTRUCTION = 16, 200
"""Links a view, the same for every graph, and effort at building of the peers; hnswlib's own defaults."""

K = 7

Told = Callable[[int], None]
"""Told how many views are in."""


class Subject(Protocol):
    """An index of float32 `[V, D]` unit vectors. It works on one thread."""

    efforts: tuple[int, ...]
    """Efforts of a search worth trying, rising; empty where there is nothing to choose."""

    def prepare(self, vectors: NDArray[np.float32], folder: Path) -> None:
        """Take what is to be indexed; not timed. Row r of the answers is row r of `vectors`."""

    def build(self, told: Told) -> None:
        """Index it."""

    def save(self, folder: Path) -> None:
        """Write all that a later process needs into the folder of `prepare`."""

    def load(self, folder: Path, dimension: int) -> None:
        """Take what `save` wrote, ready to search."""

    def set_effort(self, effort: int) -> None:
        """Search this thoroughly from now on."""

    def search(self, queries: NDArray[np.float32], k: int) -> Any:
        """The nearest to each of float32 `[N, D]` queries, as its library gives them; this is timed."""

    def rows(self, answer: Any, k: int) -> NDArray[np.int64]:
        """The rows in an answer of `search`, int64 `[N, k]`; -1 where one is missing. Not timed."""


def graph_bytes(views: int) -> int:
    """Bytes of an HNSW graph's links: 2 M and a count on the ground, M and a count on each higher level.

    A view rises to the next level with probability 1/M: Malkov and Yashunin 2018, section 4.1.
    """
    return round(views * 4 * (2 * M + 1 + (M + 1) / (M - 1)))
