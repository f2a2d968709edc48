"""Pairs: whether two photos show the same class, told by their distance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.otsu import otsu
from train.metrics import distances

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

MOST = 3000
"""Photos whose pairs are taken; of more, a random choice with a fixed seed."""


@dataclass(frozen=True)
class Pairs:
    """Distances between photos of the same class and of different ones, each pair once.

    Attributes:
        same: float32 `[S]`.
        different: float32 `[T]`.
    """

    same: Vectors
    different: Vectors

    @classmethod
    def of(cls, vectors: Vectors, labels: Labels) -> Pairs:
        """All pairs of unit vectors `[N, D]` with labels `[N]`."""
        rows = np.random.default_rng(0).permutation(len(labels))[:MOST]
        first, second = np.triu_indices(len(rows), 1)
        apart = distances(vectors[rows], vectors[rows])[first, second]
        equal = labels[rows][first] == labels[rows][second]
        return cls(apart[equal], apart[~equal])

    def threshold(self) -> float | None:
        """Otsu's threshold between the two; None where one group is empty."""
        return otsu(self.same, self.different) if len(self.same) and len(self.different) else None

    def rates(self, threshold: float) -> dict[str, float]:
        """`tpr`: share of same pairs below the threshold; `tnr`: share of different ones above it."""
        return {
            "tpr": float(np.mean(self.same < threshold)),
            "tnr": float(np.mean(self.different >= threshold)),
        }
