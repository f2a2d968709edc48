"""Closest: which other product each product is most easily taken for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.leave_one_out import leave_one_out


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
    names = sorted(set(skus))
    if len(names) < 2:
        return {}
    number = {name: position for position, name in enumerate(names)}
    nearest = leave_one_out(vectors, np.array([number[sku] for sku in skus], np.int64))
    best: dict[str, tuple[float, str]] = {}
    for sku, distance, row in zip(skus, nearest.other.tolist(), nearest.other_row.tolist(), strict=True):
        best[sku] = min(best.get(sku, (np.inf, "")), (distance, skus[row]))
    return {name: (best[name][1], best[name][0]) for name in names}
