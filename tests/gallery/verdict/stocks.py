"""Stocks for the tests of verdicts: products whose views lie where a test puts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gallery.negatives import Negatives
from gallery.thresholds import Thresholds
from gallery.verdict.stock import Stock

DIMENSION = 32
THRESHOLDS = Thresholds(0.6, 0.03)


def near(base: np.ndarray, distance: float, axis: int) -> np.ndarray:
    """The unit vector at an L2 `distance` from `base`, turned towards `axis`, which `base` must not have."""
    angle = 2 * np.arcsin(distance / 2)
    side = np.eye(DIMENSION, dtype=np.float32)[axis]
    return (np.cos(angle) * base + np.sin(angle) * side).astype(np.float32)


def product(place: int, distances: Sequence[float]) -> list[np.ndarray]:
    """Views at given distances from axis `place`, each turned its own way: 0.3 and 0.3 are 0.42 apart."""
    base = np.eye(DIMENSION, dtype=np.float32)[place]
    return [near(base, distance, 16 + number) for number, distance in enumerate(distances)]


def stock(
    products: Mapping[str, Sequence[np.ndarray]],
    thresholds: Thresholds = THRESHOLDS,
    negatives: Negatives | None = None,
    groups: Mapping[str, frozenset[str]] | None = None,
) -> Stock:
    """A stock of these views, product by product."""
    vectors = np.array([view for views in products.values() for view in views], np.float32)
    skus = [sku for sku, views in products.items() for _ in views]
    return Stock(vectors, skus, thresholds, negatives or Negatives.none(DIMENSION), groups or {})
