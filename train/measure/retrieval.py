"""Retrieval: how much of a photo's own class lies nearest to it.

Musgrave, Belongie and Lim, "A Metric Learning Reality Check" (ECCV 2020): recall@k (there called
precision@1 for k = 1) and MAP@R, each photo asked in turn and compared with all the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.metrics import Labels, Vectors, distances

KS = (1, 5, 10)
CHUNK = 512
"""Queries whose distances are in memory at once."""


@dataclass(frozen=True)
class Retrieval:
    """Figures of each query that has another photo of its class.

    Attributes:
        labels: int64 `[Q]`, class of each query.
        recall: bool `[Q, 3]`: one of the k nearest is of the query's class, for each k of `KS`.
        map_at_r: float64 `[Q]`: mean over the R nearest of the precision at each hit, where R is
            how many others of the class there are.
    """

    labels: Labels
    recall: NDArray[np.bool_]
    map_at_r: NDArray[np.float64]


def retrieval(vectors: Vectors, labels: Labels) -> Retrieval:
    """Ask each of the unit `vectors` `[N, D]` with classes `labels` `[N]` among all the others."""
    others = np.bincount(labels)[labels] - 1
    rows = np.flatnonzero(others > 0)
    deep = min(max(*KS, int(others.max(initial=0))), len(labels) - 1)
    recall, precise = [np.empty((0, len(KS)), bool)], [np.empty(0)]
    for start in range(0, len(rows), CHUNK):
        asked = rows[start : start + CHUNK]
        hits = _hits(vectors, labels, asked, deep)
        recall.append(np.stack([hits[:, :k].any(1) for k in KS], 1))
        precise.append(_map_at_r(hits, others[asked]))
    return Retrieval(labels[rows], np.concatenate(recall), np.concatenate(precise))


def _hits(vectors: Vectors, labels: Labels, asked: NDArray[np.int64], deep: int) -> NDArray[np.bool_]:
    """Whether each of the `deep` nearest others is of the query's class, bool `[Q, deep]`."""
    apart = distances(vectors[asked], vectors)
    apart[np.arange(len(asked)), asked] = np.inf
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :deep]
    return np.asarray(labels[nearest] == labels[asked][:, None])


def _map_at_r(hits: NDArray[np.bool_], others: NDArray[np.int64]) -> NDArray[np.float64]:
    place = np.arange(1, hits.shape[1] + 1)
    counted = hits & (place <= others[:, None])
    return np.asarray((np.cumsum(hits, 1) / place * counted).sum(1) / others, np.float64)
