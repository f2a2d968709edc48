"""Fusion: the embeddings of one item's sharp frames become one, so that no single frame decides."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of a crop, grey levels squared; low when it is blurred.

    Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    """
    return float(cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())


class Fusion:
    """Weighted mean of unit vectors, made a unit vector again.

    A look counts by how sharp it is beside the sharpest one so far; one under `keep` of that
    sharpness is not counted at all.
    """

    keep = 0.3

    def __init__(self) -> None:
        self._looks: list[tuple[float, NDArray[np.float32]]] = []

    def __len__(self) -> int:
        return len(self._sharp())

    def add(self, embedding: NDArray[np.float32], weight: float) -> None:
        """Count one look: float32 `[D]` of unit length, and its sharpness as weight."""
        self._looks.append((max(weight, 1e-6), embedding))

    @property
    def vector(self) -> NDArray[np.float32]:
        """float32 `[D]`, unit length.

        Raises:
            ValueError: nothing has been added.
        """
        if not self._looks:
            raise ValueError("no look has been added")
        mean = np.sum([weight * vector for weight, vector in self._sharp()], axis=0)
        unit: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
        return unit

    def _sharp(self) -> list[tuple[float, NDArray[np.float32]]]:
        best = max((weight for weight, _ in self._looks), default=0.0)
        return [(weight, vector) for weight, vector in self._looks if weight >= self.keep * best]
