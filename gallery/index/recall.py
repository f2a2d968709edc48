"""Recall: of the views that truly are nearest, how many a graph finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits
from gallery.index.graph import Chunks, Graph

K = 7
"""Neighbours that recall is of: those that vote."""

QUERIES = 512
"""Queries of the sample."""

EFFORTS = (32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
"""hnswlib's `ef`, from the quickest search to the most thorough one that is tried."""

AIM = 0.997
"""Recall up to which a more thorough search is taken; what new photos find is a little less."""

_SAME = 1e-5  # two distances nearer to each other than this are the same


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Queries that lie where a new photo would.

    Attributes:
        queries: float32 `[Q, D]`, unit length.
        edge: float32 `[Q]`, the L2 distance of the `k`-th nearest view.
        k: neighbours that count; less than `K` where there are fewer views.
    """

    queries: NDArray[np.float32]
    edge: NDArray[np.float32]
    k: int


def drawn(views: int) -> NDArray[np.int64]:
    """Rows at most `QUERIES` of the views, always the same of as many, int64 `[Q]` ascending."""
    if views <= QUERIES:
        return np.arange(views)
    return np.sort(np.random.default_rng(views).choice(views, QUERIES, replace=False))


def between(vectors: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """The unit vectors half way between vectors `[Q, D]` and others, `[Q, D]`.

    Between a view and the one enrolled next, mostly of the same product, lies what a new photo of it
    might be. `python scripts/scale/graph.py 100000`: recall at 7 with `ef` 32 / 64 / 96 / 128 / 256:

    - new views: 0.979 / 0.989 / 0.995 / 0.996 / 0.999
    - these: 0.982 / 0.991 / 0.997 / 0.999 / 1.000
    - enrolled views, each left out of its own answer: 0.991 / 0.995 / 0.996 / 0.996 / 0.998
    """
    middle = vectors + others
    length = np.linalg.norm(middle, axis=1, keepdims=True)
    opposite = length < 1e-3  # no direction is half way
    return np.where(opposite, vectors, middle / np.where(opposite, 1, length)).astype(np.float32)


def sample(queries: NDArray[np.float32], chunks: Chunks) -> Sample:
    """Measure how far the nearest of all views are from some queries.

    Args:
        queries: float32 `[Q, D]`, unit length.
        chunks: all views, once each.
    """
    best = np.full((len(queries), K), np.inf, np.float32)
    views = 0
    for view_ids, vectors in chunks:
        square = np.einsum("vd,vd->v", vectors, vectors)
        near = np.concatenate([best, square - 2 * (queries @ vectors.T)], axis=1)
        best = np.partition(near, K - 1, axis=1)[:, :K]
        views += len(view_ids)
    k = min(K, views)
    edge = np.sort(best, axis=1)[:, k - 1] if k else np.empty(len(queries), np.float32)
    return Sample(queries, np.sqrt(np.maximum(edge + np.einsum("qd,qd->q", queries, queries), 0)), k)


def recall(graph: Graph, of: Sample) -> float:
    """The share of the neighbours of the sample that the graph finds, 0 to 1; 1 of an empty sample."""
    if not of.k or not len(of.queries):
        return 1.0
    distances, _ = graph.search(of.queries, of.k)
    return float((distances[:, : of.k] <= of.edge[:, None] + _SAME).mean())


def tune(graph: Graph, of: Sample) -> float:
    """Set how thoroughly the graph is searched: the least of `EFFORTS` that reaches `AIM`, else the most.

    Returns:
        The recall at that.
    """
    found = 0.0
    for effort in EFFORTS:
        graph.raw.set_ef(effort)
        found = recall(graph, of)
        if found >= AIM:
            break
    return found


def too_low(found: float, views: int) -> bool:
    """Whether a graph of this many views must not be used."""
    return found < limits.recall_floor(views)
