"""Nearest: the views of a gallery nearest to many queries, some left out; exact, by blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.classify import LOOK
from gallery.risk.stock import Stock
from gallery.spread import COPY

_BLOCK = 8_000_000  # similarities held at once

Near = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Distances `[k]`, ascending, and the rows of the gallery they are to."""


def blocks(stock: Stock, queries: int) -> Iterator[slice]:
    """Cut so many queries into runs that fit into memory."""
    size = max(1, _BLOCK // max(len(stock.skus), 1))
    yield from (slice(first, min(first + size, queries)) for first in range(0, queries, size))


def nearest(
    stock: Stock, queries: NDArray[np.float32], without: Sequence[NDArray[np.int64]] = ()
) -> list[Near]:
    """The `LOOK` nearest views of each query, those in `without` aside, by distance, then row.

    Found by similarity, then measured by differences as `gallery.index` does.
    """
    cosine = queries @ stock.vectors.T
    for row, left in enumerate(without):
        cosine[row, left] = -np.inf
    count = min(LOOK, cosine.shape[1])
    if not count:
        return [(np.zeros(0, np.float32), np.zeros(0, np.int64))] * len(queries)
    rows = np.argpartition(-cosine, count - 1, axis=1)[:, :count]
    distances = np.linalg.norm(stock.vectors[rows] - queries[:, None], axis=2)
    distances[np.isinf(np.take_along_axis(cosine, rows, 1))] = np.inf
    return [_in_order(*one) for one in zip(distances, rows, strict=True)]


def distinct(stock: Stock, row: int, own: NDArray[np.int64]) -> NDArray[np.int64]:
    """The other views of the same product that are no near copies of this one."""
    distances = np.linalg.norm(stock.vectors[own] - stock.vectors[row], axis=1)
    return np.asarray(own[(distances >= COPY) & (own != row)])


def merged(stock: Stock, row: int, again: NDArray[np.int64], others: Near) -> Near:
    """The nearest of `others` and of the views `again`, as seen from view `row`."""
    own = np.linalg.norm(stock.vectors[again] - stock.vectors[row], axis=1)
    return _in_order(np.concatenate([own, others[0]]), np.concatenate([again, others[1]]))


def _in_order(distances: NDArray[np.float32], rows: NDArray[np.int64]) -> Near:
    order = np.lexsort((rows, distances))[:LOOK]
    order = order[np.isfinite(distances[order])]
    return distances[order], rows[order]
