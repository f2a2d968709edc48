"""Thresholds: how near is near enough, and how much nearer than the next product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gallery.otsu import otsu
from gallery.product_distances import number_products, product_distances
from gallery.sampled import sampled
from gallery.spread import Spread, offsets, spreads

MARGIN = 0.03
"""Default margin. With half the classes of Grocery Store enrolled and the features that `from_gallery`
tells of, at the card's threshold: without a margin 8 % of known things are taken for another product;
0.03 makes it 6 %, and asks a person about 6 % more."""

CARD_WEIGHT = 10
"""The model card counts as much as this many products with two views or more."""

LOWEST, HIGHEST = 2 / 3, 1.1
"""How far a gallery may move the model card's threshold: down by a third, up by a tenth."""

MOST_VIEWS, MOST_OF_ONE = 2000, 100
"""Views that are looked at, in all and of one product; a larger gallery gives products at random."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to accept.

    Attributes:
        distance: how near a view must be; L2 of unit vectors, 0 to 2.
        margin: the nearest other product must be farther by more than this, else a person is asked.
        origin: where the distance comes from, in words for people.
        per_product: by SKU, the distance for products that have one of their own; see `gallery.spread`.
            What is below 0 or above 2 counts as 0 or 2, see `of`.

    Raises:
        ValueError: a threshold is out of its range.
    """

    distance: float
    margin: float = MARGIN
    origin: str = "given"
    per_product: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.distance <= 2 or not 0 <= self.margin <= 2:
            raise ValueError(f"distance {self.distance} must be in (0, 2] and margin {self.margin} in [0, 2]")

    def of(self, sku: str) -> float:
        """How near a view of this product must be: L2, 0 to 2. At 0 only the very same view is near."""
        return min(max(self.per_product.get(sku, self.distance), 0.0), 2.0)

    def with_offsets(self, offset: Mapping[str, float]) -> Thresholds:
        """These, with a distance for each product of `gallery.spread.offsets`."""
        return replace(self, per_product={sku: self.distance + more for sku, more in offset.items() if more})


def from_gallery(
    vectors: NDArray[np.float32],
    skus: Sequence[str],
    fallback: float,
    spread: Mapping[str, Spread] | None = None,
) -> Thresholds:
    """Thresholds from a gallery's own distances: Otsu's cut, steadied by the model card.

    What the till compares is the distance from a new view to the nearest view of a product, so each
    enrolled view plays the new one in turn: its distance to the nearest other view of its own
    product is a "same", and to the nearest view of each other product a "different" one. The cut is
    then drawn towards the model card's threshold, the more so the fewer products there are, and may
    leave it by a third downward and a tenth upward: a few products too alike, photos taken in one
    burst, or a stray photo neither shut the door nor open it.

    Measured with ImageNet features (EfficientNet-Lite0, 256-d; card 1.204) on Caltech-101, 7 photos
    enrolled of half its classes, the rest of their photos known, the other half unknown; share of
    known things refused / taken for another product / of unknown ones accepted, mean of 3 draws:

    - all same pairs and all different pairs, as in the paper: 4.5 % / 4.3 % / 30.0 %
    - nearest of the own product, all different pairs: 11.5 % / 3.0 % / 20.5 %
    - nearest of the own product, nearest of all others together: 39.6 % / 1.3 % / 4.9 %
    - this one: 14.5 % / 2.9 % / 16.7 %; the least sum of the four, and so on Grocery Store too

    With 6 products of 2 photos the bare cut spreads by 0.17 from draw to draw, this one by 0.06.

    A product whose views differ more than others' has a wider distance, one whose views are all alike a
    narrower one (`gallery.spread.offsets`).

    Args:
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each.
        fallback: the distance threshold of the model card; it alone counts where no product has two
            views, or there is one product.
        spread: of every product, where `vectors` are a part of the gallery; else it is taken from them.
    """
    own = offsets(spreads(vectors, skus) if spread is None else spread)
    return _common(*_sample(vectors, skus), fallback).with_offsets(own)


def _common(vectors: NDArray[np.float32], skus: Sequence[str], fallback: float) -> Thresholds:
    """Distance and margin of the gallery as a whole."""
    same, different, products = _distances(vectors, skus)
    if not len(same) or not len(different):
        return Thresholds(fallback, MARGIN, f"model card: {fallback:.3f}")
    cut = otsu(same, different)
    weight = products / (products + CARD_WEIGHT)
    drawn = weight * cut + (1 - weight) * fallback
    distance = min(max(drawn, LOWEST * fallback), HIGHEST * fallback, 2.0)
    origin = f"otsu of this gallery: {cut:.3f} over {products} products, model card: {fallback:.3f}"
    return Thresholds(distance, MARGIN, origin)


def _distances(
    vectors: NDArray[np.float32], skus: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32], int]:
    """Leave-one-out distances to the own product, to each other one, and products with two views."""
    _, owner = number_products(skus)
    same, different = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
    for rows, distances in product_distances(vectors, owner):
        mine = np.arange(distances.shape[1]) == owner[rows, None]
        same.append(distances[mine & np.isfinite(distances)])
        different.append(distances[~mine])
    return np.concatenate(same), np.concatenate(different), int((np.bincount(owner) > 1).sum())


def _sample(vectors: NDArray[np.float32], skus: Sequence[str]) -> tuple[NDArray[np.float32], Sequence[str]]:
    """At most `MOST_VIEWS` views: whole products, see `gallery.sampled`."""
    if len(skus) <= MOST_VIEWS:
        return vectors, skus
    rows = sampled(skus, MOST_VIEWS, MOST_OF_ONE)
    return vectors[rows], [skus[row] for row in rows]
