"""Recall: of the views that truly are nearest, how many a graph finds."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits
from gallery.index.graph import EF, Chunks, Graph

K = 7
"""Neighbours that recall is of: those that vote."""

QUERIES = 256
"""Views that play the new one in turn."""

EFFORTS = (EF, 96, 128, 192, 256, 384, 512, 768, 1024)
"""hnswlib's `ef`, from the quickest search to the most thorough one that is tried."""

AIM = 0.995
"""Recall up to which a more thorough search is taken."""

_SAME = 1e-5  # two distances nearer to each other than this are the same

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Views that play the new one.

    Attributes:
        queries: float32 `[Q, D]`.
        edge: float32 `[Q]`, the L2 distance of the `K`-th nearest other view.
        k: neighbours asked for, the view itself with them.
    """

    queries: NDArray[np.float32]
    edge: NDArray[np.float32]
    k: int


def drawn(view_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most `QUERIES` of the views, always the same of the same, int64 `[Q]` ascending."""
    if len(view_ids) <= QUERIES:
        return view_ids
    return np.sort(np.random.default_rng(len(view_ids)).choice(view_ids, QUERIES, replace=False))


def sample(queries: NDArray[np.float32], chunks: Chunks) -> Sample:
    """Measure what is nearest to some views, among all.

    Args:
        queries: float32 `[Q, D]`, views of those in `chunks`.
        chunks: all views, once each.
    """
    best = np.full((len(queries), K + 1), np.inf, np.float32)
    for _, vectors in chunks:
        square = np.einsum("vd,vd->v", vectors, vectors)
        near = np.concatenate([best, square - 2 * (queries @ vectors.T)], axis=1)
        best = np.partition(near, K, axis=1)[:, : K + 1]
    k = int(np.isfinite(np.sort(best[:1])).sum()) if len(queries) else 0
    edge = best.max(axis=1, initial=-np.inf, where=np.isfinite(best))
    return Sample(queries, np.sqrt(np.maximum(edge + np.einsum("qd,qd->q", queries, queries), 0)), k)


def recall(graph: Graph, of: Sample) -> float:
    """The share of the neighbours of the sample that the graph finds, 0 to 1; 1 of an empty sample.

    The view that plays the query is found with certainty and does not count.
    """
    if of.k < 2:
        return 1.0
    distances, _ = graph.search(of.queries, of.k)
    found = (distances <= of.edge[:, None] + _SAME).sum(axis=1) - 1
    return float(np.clip(found, 0, None).mean() / (of.k - 1))


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
