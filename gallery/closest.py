"""Closest: which other product each product is most easily taken for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.product_distances import number_products, product_distances


def closest(vectors: NDArray[np.float32], skus: Sequence[str]) -> dict[str, tuple[str, float]]:
    """For each product the other product with the nearest view, and the L2 distance of the two views.

    Memory grows with the number of views, not with its square.

    Args:
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each.

    Returns:
        By SKU, in alphabetical order; of equal distances the first SKU. Empty where there are fewer
        than two products.
    """
    names, owner = number_products(skus)
    if len(names) < 2:
        return {}
    best = np.full(len(names), np.inf)
    other = np.zeros(len(names), np.int64)
    for rows, distances in product_distances(vectors, owner):
        distances[np.arange(len(rows)), owner[rows]] = np.inf
        for mine, near, distance in zip(
            owner[rows], distances.argmin(axis=1), distances.min(axis=1), strict=True
        ):
            if (distance, near) < (best[mine], other[mine]):
                best[mine], other[mine] = distance, near
    return {name: (names[other[number]], float(best[number])) for number, name in enumerate(names)}
