"""Spread: how far the views of one product lie from each other, and what that does to its threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.product_distances import number_products, rows_by_number

COPY = 0.1
"""Views of one product nearer than this are counted as one: frames of one burst, or one photo saved twice."""

SHRINK = 7
"""A product's own spread counts against the mean of all products as its views against this many."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How varied one product's views are.

    Attributes:
        distance: mean L2 distance from each distinct view to the nearest other one of the product; NaN
            where there is one only.
        views: distinct views, copies counted once.
    """

    distance: float
    views: int


def spreads(vectors: NDArray[np.float32], skus: Sequence[str]) -> dict[str, Spread]:
    """The spread of each product, by SKU in alphabetical order.

    Args:
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each.
    """
    names, owner = number_products(skus)
    return {name: _spread(vectors[rows]) for name, rows in zip(names, rows_by_number(owner), strict=True)}


def offsets(spread: Mapping[str, Spread]) -> dict[str, float]:
    """By how much each product's distance threshold differs from the gallery's: L2, mean about 0.

    A product whose views differ much from each other (a bottle from all sides) is also met farther from
    them, one that always looks the same (a can) is not. So a thing's distance is compared with the
    threshold plus `n / (n + SHRINK) * (spread - mean spread)`, n being the product's views; a product with
    one view has no spread of its own and an offset of 0.

    Measured on three sets of real photos and on all together, with the shipped embedder, by
    `scripts/risk/scores.py`, whose table is in docs/risk.md ("Which score"): in every one better than the
    plain distance at telling known from unknown (AUROC) and at accepting rightly (OSCR), most where things
    of several kinds are sold. Worse than that: the margin to the next product, the ratio of the two
    distances, the share of the vote.
    """
    own = {sku: one for sku, one in spread.items() if one.views > 1}
    if not own:
        return dict.fromkeys(spread, 0.0)
    mean = float(np.mean([one.distance for one in own.values()]))
    return {
        sku: one.views / (one.views + SHRINK) * (one.distance - mean) if sku in own else 0.0
        for sku, one in spread.items()
    }


def _spread(views: NDArray[np.float32]) -> Spread:
    distances = np.sqrt(np.maximum(2 - 2 * views @ views.T, 0))
    kept: list[int] = []
    for row in range(len(views)):
        if not kept or distances[row, kept].min() > COPY:
            kept.append(row)
    if len(kept) < 2:
        return Spread(float("nan"), len(kept))
    among = distances[np.ix_(kept, kept)]
    np.fill_diagonal(among, np.inf)
    return Spread(float(among.min(axis=1).mean()), len(kept))
