"""Faiss HNSW: the graph of Malkov and Yashunin (2018), by Faiss."""

from __future__ import annotations

from typing import Any

from edge.bench.gallery.subject import EF_CONSTRUCTION, M
from edge.bench.gallery.subjects.faiss_flat import FaissFlat


class FaissHnsw(FaissFlat):
    """`IndexHNSWFlat`, float32 vectors, one thread."""

    efforts: tuple[int, ...] = (8, 16, 32, 64, 128, 256, 512)

    def _empty(self, dimension: int) -> Any:
        index = self._faiss.IndexHNSWFlat(dimension, M)
        index.hnsw.efConstruction = EF_CONSTRUCTION
        return index

    def set_effort(self, effort: int) -> None:
        """`efSearch`."""
        self._index.hnsw.efSearch = effort
