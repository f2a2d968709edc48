"""Pairs: distances of photos of one class and of different ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.otsu import otsu
from train.measure.plan import Draw
from train.metrics import Labels, Vectors, distances

MOST_SHOWN = 20_000
"""Distances of each kind that are kept of a draw to be drawn; all are counted."""


@dataclass(frozen=True)
class Side:
    """Pairs of one side of the split, a random part of at most `MOST_SHOWN` of each kind.

    Attributes:
        same, different: float32 L2 distances.
    """

    same: NDArray[np.float32]
    different: NDArray[np.float32]


@dataclass(frozen=True)
class Pairs:
    """Pairs of one draw.

    Attributes:
        threshold: Otsu's, of the training pairs: those between two enrolled photos.
        train, validation: distances to show; validation pairs are an asked and an enrolled photo.
        counts: int64 `[C, C]`, validation pairs of a query of class row and an enrolled photo of
            class column.
        right: int64 `[C, C]`, those on the right side of the threshold: same ones not farther than
            it, different ones farther.
    """

    threshold: float
    train: Side
    validation: Side
    counts: NDArray[np.int64]
    right: NDArray[np.int64]


def pairs(vectors: Vectors, labels: Labels, draw: Draw, classes: int) -> Pairs | None:
    """Judge the pairs of a draw; None where no two enrolled photos are of one class.

    Validation pairs are asked with enrolled photos, since a till compares nothing else.
    """
    inside = distances(vectors[draw.enrolled], vectors[draw.enrolled])
    upper = np.triu_indices(len(inside), 1)
    ours = labels[draw.enrolled]
    same = (ours[:, None] == ours)[upper]
    if not same.any() or same.all():
        return None
    train = inside[upper]
    threshold = otsu(train[same], train[~same])
    apart = distances(vectors[draw.asked], vectors[draw.enrolled])
    theirs = labels[draw.asked]
    equal = theirs[:, None] == ours
    right = (apart <= threshold) == equal
    return Pairs(
        threshold,
        Side(_some(train[same]), _some(train[~same])),
        Side(_some(apart[equal]), _some(apart[~equal])),
        _by_class(np.ones_like(right), theirs, ours, classes),
        _by_class(right, theirs, ours, classes),
    )


def _by_class(flags: NDArray[np.bool_], rows: Labels, columns: Labels, classes: int) -> NDArray[np.int64]:
    """Sum of flags `[Q, G]` over the classes of both sides, int64 `[C, C]`."""
    one_hot = np.eye(classes, dtype=np.float32)
    summed = one_hot[rows].T @ (flags.astype(np.float32) @ one_hot[columns])
    return np.asarray(np.rint(summed), np.int64)


def _some(values: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(values) <= MOST_SHOWN:
        return values
    return np.random.default_rng(0).choice(values, MOST_SHOWN, replace=False)
