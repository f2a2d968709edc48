"""Class distance: how far the classes lie from one another, and in which order they read best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from train.metrics import Labels, Vectors, distances

CHUNK = 512


def class_distances(vectors: Vectors, labels: Labels, classes: int) -> NDArray[np.float64]:
    """Mean L2 distance of the photos of two classes, float64 `[C, C]`; a photo to itself does not count.

    Not a number where there is no pair.
    """
    one_hot = np.eye(classes)[labels]
    total = np.zeros((classes, classes))
    for start in range(0, len(vectors), CHUNK):
        part = slice(start, start + CHUNK)
        apart = distances(vectors[part], vectors).astype(np.float64)
        rows = np.arange(len(apart))
        apart[rows, rows + start] = 0.0
        total += one_hot[part].T @ (apart @ one_hot)
    counts = one_hot.sum(0)
    pairs = np.outer(counts, counts) - np.diag(counts)
    return np.where(pairs > 0, total / np.maximum(pairs, 1), np.nan)


def reading_order(apart: NDArray[np.float64]) -> NDArray[np.int64]:
    """Classes with like ones side by side, int64 `[C]`: average linkage, leaves in optimal order."""
    if len(apart) < 3:
        return np.arange(len(apart))
    between = (apart + apart.T) / 2
    np.fill_diagonal(between, 0.0)
    tree = linkage(squareform(between, checks=False), "average", optimal_ordering=True)
    return np.asarray(leaves_list(tree), np.int64)
