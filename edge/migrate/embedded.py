"""Embedded: all live views of a gallery in another model's space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """All live views of one state of a gallery, embedded by the new model.

    Attributes:
        state: of the gallery they were read from.
        view_ids: int64 `[V]`, in the order of `Gallery.live_views`.
        skus: the product of each, empty for the background.
        positive: bool `[V]`, false for negative views.
        vectors: float32 `[V, E]`, unit length.
    """

    state: str
    view_ids: NDArray[np.int64]
    skus: list[str]
    positive: NDArray[np.bool_]
    vectors: NDArray[np.float32]

    def of_products(self) -> tuple[NDArray[np.float32], list[str]]:
        """Vectors float32 `[P, E]` and SKUs of the positive views alone."""
        names = [sku for sku, positive in zip(self.skus, self.positive, strict=True) if positive]
        return self.vectors[self.positive], names
