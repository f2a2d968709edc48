"""Product spreads: kept with the graph of a large gallery, so that opening it reads few vectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from gallery.spread import Spread, spreads

Stored = tuple["float | None", int, int]
"""A spread as a stamp keeps it: distance, distinct views, all views of the product."""

Vectors = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""Gives float32 `[N, D]` vectors of int64 `[N]` views."""

_TOGETHER = 4096  # views read at a time


def read(
    vectors: Vectors, view_ids: NDArray[np.int64], skus: Sequence[str], chosen: Set[str] | None = None
) -> dict[str, Spread]:
    """The spreads of some products, by SKU.

    Args:
        vectors: reads those of some views.
        view_ids: of all its views, int64 `[V]`.
        skus: the product of each.
        chosen: the products; None for all.

    """
    found: dict[str, Spread] = {}
    for rows in _whole_products(skus, chosen):
        found |= spreads(vectors(view_ids[rows]), [skus[row] for row in rows])
    return found


def renewed(
    stored: Mapping[str, Stored],
    vectors: Vectors,
    view_ids: NDArray[np.int64],
    skus: Sequence[str],
    known: NDArray[np.int64],
) -> dict[str, Spread]:
    """The spreads of all products: what was stored, and anew those of products that changed since.

    Args:
        stored: by SKU.
        vectors: reads those of some views.
        view_ids: of all its views, int64 `[V]` ascending.
        skus: the product of each.
        known: views that were there when `stored` was made, ascending.
    """
    came = np.flatnonzero(~np.isin(view_ids, known))
    stale = {skus[row] for row in came.tolist()}
    stale |= {sku for sku, count in Counter(skus).items() if sku not in stored or stored[sku][2] != count}
    kept = {sku: _spread(each) for sku, each in stored.items()}
    fresh = read(vectors, view_ids, skus, stale) if stale else {}
    return {sku: fresh[sku] if sku in fresh else kept[sku] for sku in dict.fromkeys(skus)}


def storable(spread: Mapping[str, Spread], skus: Sequence[str]) -> dict[str, Stored]:
    """Spreads as a stamp keeps them."""
    count = Counter(skus)
    return {
        sku: (None if math.isnan(each.distance) else each.distance, each.views, count[sku])
        for sku, each in spread.items()
    }


def _spread(stored: Stored) -> Spread:
    distance, views, _ = stored
    return Spread(math.nan if distance is None else distance, views)


def _whole_products(skus: Sequence[str], chosen: Set[str] | None) -> Iterator[list[int]]:
    """Rows of some thousand views at a time, those of one product never apart."""
    of: dict[str, list[int]] = {}
    for row, sku in enumerate(skus):
        if chosen is None or sku in chosen:
            of.setdefault(sku, []).append(row)
    some: list[int] = []
    for rows in of.values():
        some += rows
        if len(some) >= _TOGETHER:
            yield some
            some = []
    if some:
        yield some
