"""Stock: the gallery that everybody searches, ours as its file, the others as its vectors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.thresholds import Thresholds


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """A gallery.

    Attributes:
        path: its file.
        vectors: float32 `[V, D]`, unit length.
        skus: the product of each.
        thresholds: that its decisions are made with.
    """

    path: Path
    vectors: NDArray[np.float32]
    skus: list[str]
    thresholds: Thresholds

    @property
    def views(self) -> int:
        """How many."""
        return len(self.vectors)
