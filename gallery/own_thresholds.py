"""Own thresholds: those a gallery has of itself, kept up to date without measuring all of it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.index import product_spreads
from gallery.sampled import sampled, turn
from gallery.skus import Skus
from gallery.spread import Spread, offsets
from gallery.thresholds import MOST_OF_ONE, MOST_VIEWS, Thresholds, from_gallery

Vectors = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""Gives float32 `[N, D]` vectors of int64 `[N]` views."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnThresholds:
    """What `gallery.thresholds.from_gallery` gives, and what it is made of.

    Attributes:
        common: without a distance for single products; of a sample of the views.
        last: the product that came last in the draw of the sample; None where all views are in it.
        spread: of every product, by SKU.
        thresholds: to decide by.
    """

    common: Thresholds
    last: str | None
    spread: Mapping[str, Spread]
    thresholds: Thresholds

    @classmethod
    def of(cls, skus: Skus, vectors: Vectors, fallback: float, spread: Mapping[str, Spread]) -> OwnThresholds:
        """Those of a gallery.

        Args:
            skus: of all views.
            vectors: reads those of some views.
            fallback: the model card's distance threshold.
            spread: of every product.
        """
        rows = sampled(skus.names, MOST_VIEWS, MOST_OF_ONE)
        names = [skus.names[row] for row in rows]
        common = from_gallery(vectors(skus.view_ids[rows]), names, fallback, {})
        last = max(names, key=turn) if len(rows) < len(skus) else None
        return cls(common, last, spread, common.with_offsets(offsets(spread)))

    def changed(
        self, skus: Skus, touched: Set[str], added: int, vectors: Vectors, fallback: float
    ) -> OwnThresholds:
        """Those after some products came, went or got other views.

        Args:
            skus: of all views, now.
            touched: the products.
            added: views that came; they are the last.
            vectors: as in `of`; so is the next.
            fallback: the model card's distance threshold.
        """
        if not touched:
            return self
        older = not touched.isdisjoint(self.spread)  # else all their views are among the last
        first = 0 if older else len(skus) - added
        fresh = product_spreads.read(vectors, skus.view_ids[first:], skus.names[first:], touched)
        spread = dict(self.spread)
        for sku in touched:
            spread.pop(sku, None)
        spread |= fresh
        if self._in_sample(skus, touched):
            return OwnThresholds.of(skus, vectors, fallback, spread)
        return OwnThresholds(self.common, self.last, spread, self.common.with_offsets(offsets(spread)))

    def _in_sample(self, skus: Skus, touched: Set[str]) -> bool:
        """Whether a change of these products may be a change of the sample."""
        last = self.last
        return last is None or len(skus) <= MOST_VIEWS or any(turn(sku) <= turn(last) for sku in touched)
