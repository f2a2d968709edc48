"""Stock: the gallery as it would be, in which products are judged before they are enrolled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gallery.negatives import Negatives
from gallery.product_distances import number_products, rows_by_number
from gallery.thresholds import Thresholds


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Everything that the till would compare a thing with.

    Attributes:
        vectors: float32 `[V, D]`, unit length: the views there and those to come.
        skus: the product of each, length V.
        thresholds: what the till would decide by.
        negatives: "this is NOT it".
        groups: by SKU, the SKUs of its look-alike groups.
        rows: by SKU, int64, the rows of `vectors` that are its views, ascending.

    Raises:
        ValueError: the shapes do not fit.
    """

    vectors: NDArray[np.float32]
    skus: Sequence[str]
    thresholds: Thresholds
    negatives: Negatives
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rows: Mapping[str, NDArray[np.int64]] = field(init=False)

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.skus):
            raise ValueError(f"vectors {self.vectors.shape} must be [V, D] for {len(self.skus)} SKUs")
        names, owner = number_products(self.skus)
        object.__setattr__(self, "rows", dict(zip(names, rows_by_number(owner), strict=True)))

    def distance(self, one: int, other: int) -> float:
        """L2 distance of two views, by their rows."""
        return float(np.linalg.norm(self.vectors[one].astype(np.float64) - self.vectors[other]))
