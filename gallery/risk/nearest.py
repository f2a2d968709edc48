"""Nearest: the views of a gallery nearest to many queries, some left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.classify import LOOK
from gallery.nearest_views import Near, in_order, nearest_views
from gallery.risk.stock import Stock
from gallery.spread import COPY


def nearest(
    stock: Stock, queries: NDArray[np.float32], without: Sequence[NDArray[np.int64]] = ()
) -> list[Near]:
    """The `LOOK` nearest views of each query, those in `without` aside, by distance, then row."""
    return nearest_views(stock.vectors, queries, LOOK, without)


def distinct(stock: Stock, row: int, own: NDArray[np.int64]) -> NDArray[np.int64]:
    """The other views of the same product that are no near copies of this one."""
    distances = np.linalg.norm(stock.vectors[own] - stock.vectors[row], axis=1)
    return np.asarray(own[(distances >= COPY) & (own != row)])


def merged(stock: Stock, row: int, again: NDArray[np.int64], others: Near) -> Near:
    """The nearest of `others` and of the views `again`, as seen from view `row`."""
    own = np.linalg.norm(stock.vectors[again] - stock.vectors[row], axis=1)
    return in_order(np.concatenate([own, others[0]]), np.concatenate([again, others[1]]), LOOK)
