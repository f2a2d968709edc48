"""Product distances: from each enrolled view to the nearest view of every product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_BLOCK = 256


def number_products(skus: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The P products in alphabetical order, and the number of each view's product, int64 `[V]`."""
    names = sorted(set(skus))
    number = {name: position for position, name in enumerate(names)}
    return names, np.array([number[sku] for sku in skus], np.int64)


def rows_by_number(numbers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows that have each number, ascending, from the lowest number that occurs to the highest."""
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1) if len(order) else []


def product_distances(
    vectors: NDArray[np.float32], owner: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Take each view as if it were new and measure how far each product is from it.

    A view is left out of its own product, so that distance is infinite where the product has no
    second view. Memory grows with V, time with its square.

    Args:
        vectors: float32 `[V, D]`, unit length.
        owner: int64 `[V]`, the number of each view's product; every number from 0 to P - 1 occurs.

    Yields:
        Rows int64 `[B]` of `vectors`, and L2 distances float32 `[B, P]` from each to each product.
    """
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    by_product = vectors[order].T
    for first in range(0, len(order), _BLOCK):
        rows = order[first : first + _BLOCK]
        cosine = vectors[rows] @ by_product
        cosine[np.arange(len(rows)), np.arange(first, first + len(rows))] = -np.inf
        yield rows, np.sqrt(np.maximum(2 - 2 * np.maximum.reduceat(cosine, starts, axis=1), 0))
