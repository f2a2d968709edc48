"""Classify: let the nearest views vote for their products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gallery.neighbours import Neighbours

K = 7
"""Views that vote, as in the paper."""

LOOK = 32
"""Views that are looked at: those beyond `K` have no vote, but tell how near the next product is, also where
the nearest seven are all of one product that has more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One product that a query may be.

    Attributes:
        sku: the product.
        share: its part of the votes, 0 to 1; all candidates of a query sum to 1. 0 where none of its views
            is among the `K` nearest.
        distance: L2 distance to its nearest view.
    """

    sku: str
    share: float
    distance: float


class SkuOf(Protocol):
    """Gives the product of a label: a list by row, a `gallery.skus.Skus` by view id."""

    def __getitem__(self, label: int, /) -> str: ...


def rank(neighbours: Neighbours, skus: SkuOf) -> list[tuple[Candidate, ...]]:
    """Rank the products of each query's neighbours, best first.

    The classifier of Baranov and Shcherbyna, "Application of Metric Learning to Large-scale Image
    Classification Task" (COLINS 2022): k nearest neighbours, each with a vote of 1/distance. A view
    at distance 0 leaves the vote to such views alone, as in scikit-learn's `weights="distance"`.

    Args:
        neighbours: of N queries, nearest first; the first `K` vote.
        skus: the product of each label.

    Returns:
        For each query its candidates by share (falling), then distance, then SKU.
    """
    return [
        _rank_one(distances, [skus[label] for label in labels])
        for distances, labels in zip(neighbours.distances, neighbours.labels.tolist(), strict=True)
    ]


def _rank_one(distances: NDArray[np.float32], names: list[str]) -> tuple[Candidate, ...]:
    votes = _weights(distances[:K])
    share = dict.fromkeys(names, 0.0)
    for name, vote in zip(names, (votes / votes.sum()).tolist(), strict=False):
        share[name] += vote
    nearest: dict[str, float] = {}
    for name, distance in zip(names, distances.tolist(), strict=True):
        nearest.setdefault(name, distance)
    candidates = (Candidate(name, share[name], nearest[name]) for name in share)
    return tuple(sorted(candidates, key=lambda c: (-c.share, c.distance, c.sku)))


def _weights(distances: NDArray[np.float32]) -> NDArray[np.float64]:
    exact = distances == 0
    weights: NDArray[np.float64] = exact.astype(np.float64)
    return weights if exact.any() else 1 / distances.astype(np.float64)
