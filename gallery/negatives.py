"""Negatives: photos of what a product is not, and what they take out of a query's candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import Candidate

BACKGROUND = ""
"""The SKU of a negative view that is no product at all: an empty tray, a hand, a wallet."""


@dataclass(frozen=True, slots=True, eq=False)
class Negatives:
    """Negative views: "this is NOT it".

    Attributes:
        vectors: float32 `[M, D]`, unit length.
        skus: of each, the product that it is not, or `BACKGROUND`.

    Raises:
        ValueError: the shapes do not fit.
    """

    vectors: NDArray[np.float32]
    skus: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.skus):
            raise ValueError(f"vectors {self.vectors.shape} must be [M, D] for {len(self.skus)} SKUs")

    @classmethod
    def none(cls, dimension: int) -> Negatives:
        """No negative view, of vectors `[dimension]`."""
        return cls(np.zeros((0, dimension), np.float32), ())

    def __len__(self) -> int:
        return len(self.skus)


def refute(
    candidates: Sequence[tuple[Candidate, ...]], queries: NDArray[np.float32], negatives: Negatives
) -> list[tuple[Candidate, ...]]:
    """Take out what a negative view speaks against.

    A candidate is refuted when a negative view of its own product, or one of the background, is as near
    to the query as its nearest view, or nearer. The others keep their order, shares and distances.

    Args:
        candidates: of N queries, as `gallery.classify.rank` gives them.
        queries: float32 `[N, D]`, unit length.
        negatives: of the gallery.
    """
    if not len(negatives):
        return list(candidates)
    distances = [np.linalg.norm(negatives.vectors - query, axis=1) for query in queries]
    return [
        _left(some, _nearest(row, negatives.skus)) for some, row in zip(candidates, distances, strict=True)
    ]


def _nearest(distances: NDArray[np.float32], skus: tuple[str, ...]) -> dict[str, float]:
    nearest: dict[str, float] = {}
    for sku, distance in zip(skus, distances.tolist(), strict=True):
        nearest[sku] = min(nearest.get(sku, distance), distance)
    return nearest


def _left(candidates: tuple[Candidate, ...], against: dict[str, float]) -> tuple[Candidate, ...]:
    nothing = against.get(BACKGROUND, np.inf)
    return tuple(c for c in candidates if c.distance < min(against.get(c.sku, np.inf), nothing))
