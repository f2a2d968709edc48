"""Shelf: the vectors of a gallery of some size, in a file, and queries to ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.likeness import draw
from edge.bench.gallery.subject import K
from edge.bench.gallery.truth import farthest_allowed

Floats = NDArray[np.float32]

QUERIES, STRANGERS = 1000, 0.1
"""Queries asked of each size, and the share of them that shows products that are not enrolled."""


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Views and queries.

    Attributes:
        path: .npy file, float32 `[V, D]`; the views of one product lie together.
        views: V.
        views_per_product: views of one product; the last product may have fewer.
        queries: float32 `[N, D]`, new views of enrolled products and views of strangers, in any order.
        limit: squared distance of each query's K-th nearest view, float64 `[N]`.
    """

    path: Path
    views: int
    views_per_product: int
    queries: Floats
    limit: NDArray[np.float64]

    @property
    def vectors(self) -> Floats:
        """The views, mapped from the file."""
        return np.asarray(np.load(self.path, mmap_mode="r"))

    @property
    def products(self) -> int:
        """How many products the views are of."""
        return -(-self.views // self.views_per_product)


def stock(path: Path, views: int, each: int, dimension: int, seed: int, told: Callable[[int], None]) -> Shelf:
    """Draw a shelf and write its vectors to `path`.

    Args:
        path: .npy file to write.
        views: how many, at least K.
        each: views of a product.
        dimension: length of a vector.
        seed: the same seed gives the same shelf.
        told: called with the number of views drawn so far.
    """
    products, rng = -(-views // each), np.random.default_rng(seed + 1)
    strangers = round(QUERIES * STRANGERS)
    asked = np.concatenate(
        [rng.integers(0, products, QUERIES - strangers), np.arange(products, products + strangers)]
    )
    vectors = np.lib.format.open_memmap(path, "w+", np.float32, (views, dimension))
    queries, start = np.empty((QUERIES, dimension), np.float32), 0
    for block in draw(products + strangers, each + 1, dimension, seed):
        here = np.flatnonzero((asked >= start) & (asked < start + len(block)))
        queries[here] = block[asked[here] - start, each]
        first, enrolled = start * each, block[: max(0, products - start), :each].reshape(-1, dimension)
        vectors[first : first + len(enrolled)] = enrolled[: views - first]
        start += len(block)
        told(min(views, start * each))
    vectors.flush()
    queries = queries[rng.permutation(QUERIES)]
    return Shelf(path, views, each, queries, farthest_allowed(vectors, queries, K))
