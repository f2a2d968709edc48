"""Vote: the classes that a query may be, best first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from train.measure.protocol import NEIGHBOURS
from train.metrics import Labels, Vectors, votes

BEST = 5
"""Classes that are ranked, for top-5."""


def rank_classes(apart: Vectors, labels: Labels, best: int = BEST) -> Labels:
    """The classes with most weight among the `NEIGHBOURS` nearest, best first, int64 `[Q, best]`.

    Where fewer than `best` classes vote, the classes next nearest to the query follow: a till would
    show them next. Where there are fewer classes at all, the row is filled up with -1.

    Args:
        apart: float32 `[Q, G]`, distances to the enrolled photos.
        labels: int64 `[G]`, their classes.
        best: how many classes are wanted.
    """
    counted = votes(apart, labels, NEIGHBOURS)
    nearest = nearest_of_each(apart, labels)
    order = np.lexsort((nearest, -counted), axis=-1)[:, :best]
    order[~np.isfinite(np.take_along_axis(nearest, order, 1))] = -1
    missing = best - order.shape[1]
    return np.pad(order, ((0, 0), (0, max(missing, 0))), constant_values=-1).astype(np.int64)


def nearest_of_each(apart: Vectors, labels: Labels) -> NDArray[np.float64]:
    """Distance to the nearest enrolled photo of each class, float64 `[Q, C]`; infinite where none is."""
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    nearest = np.full((len(apart), int(labels.max()) + 1), np.inf)
    nearest[:, present] = np.minimum.reduceat(apart[:, order], starts, axis=1)
    return nearest
