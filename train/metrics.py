"""Metrics: how well a shop that enrols a few photos of each product would be served."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
Mask = NDArray[np.bool_]


def shots(labels: Labels, count: int, seed: int, leave: int = 0) -> Mask:
    """Which rows are enrolled: `count` of each class, bool `[N]`, the same for the same seed.

    Fewer where a class has not `count` and `leave` more, so that `leave` stay to be asked; equal draws
    for all other classes.
    """
    rng = np.random.default_rng(seed)
    chosen = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        chosen[rng.permutation(rows)[: max(min(count, len(rows) - leave), 0)]] = True
    return chosen


def distances(queries: Vectors, gallery: Vectors) -> Vectors:
    """L2 distances of unit vectors, float32 `[Q, G]`."""
    return np.asarray(np.sqrt(np.maximum(0.0, 2.0 - 2.0 * queries @ gallery.T)), np.float32)


def votes(apart: Vectors, labels: Labels, k: int = 7) -> NDArray[np.float64]:
    """Weight of each class among the `k` nearest, each weighing one over its distance, float64 `[Q, C]`."""
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :k]
    weight = 1.0 / (np.take_along_axis(apart, nearest, 1) + 1e-6)
    counted = np.zeros((len(apart), int(labels.max()) + 1))
    for column in range(nearest.shape[1]):
        counted[np.arange(len(apart)), labels[nearest[:, column]]] += weight[:, column]
    return counted


def nearest_class(apart: Vectors, labels: Labels, k: int = 7) -> Labels:
    """The class with most weight among the `k` nearest, each weighing one over its distance, int64 `[Q]`."""
    return np.asarray(votes(apart, labels, k).argmax(1), np.int64)


def top1(vectors: Vectors, labels: Labels, enrolled: Mask) -> float:
    """Share of the rows not enrolled that the enrolled ones name rightly."""
    apart = distances(vectors[~enrolled], vectors[enrolled])
    return float(np.mean(nearest_class(apart, labels[enrolled]) == labels[~enrolled]))


def nearest_enrolled(
    vectors: Vectors, labels: Labels, enrolled: Mask, known: Labels
) -> tuple[Vectors, Vectors]:
    """Distance of each query to the nearest enrolled photo: what a till compares with its threshold.

    Args:
        vectors: float32 `[N, D]`, unit length.
        labels: int64 `[N]`.
        enrolled: bool `[N]`; only enrolled rows of `known` classes are in the gallery.
        known: the classes that are enrolled; queries of all others are unknown.

    Returns:
        Those of known queries, and those of unknown ones, each float32 `[Q]`.
    """
    is_known = np.isin(labels, known)
    apart = distances(vectors[~enrolled], vectors[enrolled & is_known]).min(1)
    return apart[is_known[~enrolled]], apart[~is_known[~enrolled]]


def unknown(vectors: Vectors, labels: Labels, enrolled: Mask, known: Labels) -> tuple[float, float]:
    """How well the distance to the nearest enrolled photo tells unknown from known.

    The arguments are those of `nearest_enrolled`.

    Returns:
        Area under the ROC curve (unknown is positive), and the share of unknown queries taken for
        known at the distance that accepts 95 % of the known ones.
    """
    inside, outside = nearest_enrolled(vectors, labels, enrolled, known)
    wins = (outside[:, None] > inside).mean() + 0.5 * (outside[:, None] == inside).mean()
    return float(wins), float(np.mean(outside <= np.quantile(inside, 0.95, method="inverted_cdf")))
