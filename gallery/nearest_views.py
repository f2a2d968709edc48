"""Nearest views: of a gallery as arrays, exactly, some views left out; for what is measured on all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.classify import Candidate, rank
from gallery.neighbours import Neighbours

_SLACK = 8  # views looked at beyond k, so that rounding leaves out none of them
_SIMILARITIES = 8_000_000  # held at once
_QUERIES = 1024  # in one run at most, as the differences to all their neighbours are held, too

Near = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Distances `[k]`, ascending, and the rows of the gallery they are to."""


def runs(queries: int, views: int) -> Iterator[slice]:
    """Cut so many queries into runs that fit into memory, against so many views."""
    size = max(1, min(_QUERIES, _SIMILARITIES // max(views, 1)))
    yield from (slice(first, min(first + size, queries)) for first in range(0, queries, size))


def nearest_views(
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    k: int,
    without: Sequence[NDArray[np.int64]] = (),
) -> list[Near]:
    """The `k` nearest views of each query, by distance, then row; fewer where there are fewer.

    Found by similarity, then measured by differences as `gallery.index` does.

    Args:
        vectors: float32 `[V, D]`, unit length.
        queries: float32 `[N, D]`, unit length.
        k: views wanted.
        without: of each query, int64 rows that are left out; may be left away.
    """
    cosine = queries @ vectors.T
    for line, rows in enumerate(without):
        cosine[line, rows] = -np.inf
    views = len(vectors)
    found = min(k + _SLACK, views)
    near = np.argpartition(cosine, views - found, axis=1)[:, views - found :] if found else cosine.astype(int)
    apart = vectors[near] - queries[:, None]
    distances = np.linalg.norm(apart, axis=2)
    there = np.isfinite(np.take_along_axis(cosine, near, 1))
    return [
        in_order(far[kept], rows[kept], k) for far, rows, kept in zip(distances, near, there, strict=True)
    ]


def in_order(distances: NDArray[np.float32], rows: NDArray[np.int64], k: int) -> Near:
    """The `k` nearest of some, by distance, then row."""
    order = np.lexsort((rows, distances))[:k]
    return distances[order], rows[order]


def ranked(found: Sequence[Near], skus: Sequence[str]) -> list[tuple[Candidate, ...]]:
    """The candidates of each query, as `gallery.classify.rank` gives them."""
    return [rank(Neighbours(far[None], rows[None]), skus)[0] for far, rows in found]
