"""Neighbours: the enrolled views nearest to each query."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The k nearest views of N queries.

    Attributes:
        distances: float32 `[N, k]`, L2 (not squared), ascending along each row. k is less than
            what was asked for where the gallery has fewer views.
        labels: int64 `[N, k]`, what the index was told of the view that each distance is to: its view id, or
            its row.
    """

    distances: NDArray[np.float32]
    labels: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.distances.ndim != 2 or self.distances.shape != self.labels.shape:
            raise ValueError(
                f"distances {self.distances.shape} and labels {self.labels.shape} must be [N, k]"
            )

    def __len__(self) -> int:
        return len(self.distances)
