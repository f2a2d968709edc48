"""Stock: what a calibration is measured on, the gallery as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gallery.look_alikes import look_alikes
from gallery.negatives import Negatives
from gallery.product_distances import number_products, rows_by_number
from gallery.spread import offsets, spreads
from gallery.store.contents import Contents


@dataclass(frozen=True, eq=False)
class Stock:
    """A gallery's views and rules.

    Attributes:
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each, length V.
        negatives: what is known not to be a product; None for no such view.
        groups: by SKU, the SKUs of its look-alike groups.

    Raises:
        ValueError: the shapes do not fit.
    """

    vectors: NDArray[np.float32]
    skus: Sequence[str]
    negatives: Negatives | None = None
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.skus):
            raise ValueError(f"vectors {self.vectors.shape} must be [V, D] for {len(self.skus)} SKUs")

    @classmethod
    def of(cls, contents: Contents) -> Stock:
        """What was read of a gallery, with its vectors."""
        return cls(contents.vectors, contents.skus, contents.negatives, look_alikes(contents.groups))

    @cached_property
    def names(self) -> list[str]:
        """The P products in alphabetical order."""
        return number_products(self.skus)[0]

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """Number of each view's product in `names`, int64 `[V]`."""
        return number_products(self.skus)[1]

    @cached_property
    def rows(self) -> list[NDArray[np.int64]]:
        """The views of each product, ascending, in the order of `names`."""
        return rows_by_number(self.owner)

    @cached_property
    def offset(self) -> dict[str, float]:
        """What is added to the distance threshold for each product, by SKU."""
        return offsets(spreads(self.vectors, self.skus))
