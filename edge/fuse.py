"""Fusion: the embeddings of one item's sharp frames become one, so that no single frame decides."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian of a crop, grey levels squared; low when it is blurred.

    Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    """
    return Sharpness(crop.shape[0], crop.shape[1]).of(crop)


class Sharpness:
    """`sharpness` of many crops of one size, with memory that is used again and again."""

    def __init__(self, height: int, width: int) -> None:
        self._grey = np.empty((height, width), np.uint8)
        self._edges = np.empty((height, width), np.float32)

    def of(self, crop: NDArray[np.uint8]) -> float:
        """The sharpness of one crop, uint8 `[H, W, 3]`, BGR."""
        cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY, dst=self._grey)
        cv2.Laplacian(self._grey, cv2.CV_32F, dst=self._edges)
        return _variance(self._edges)


def _variance(values: NDArray[np.float32]) -> float:
    """`float(values.var())` to the bit, in place: every look is weighed by it."""
    count = np.float32(values.size)
    np.subtract(values, np.add.reduce(values, axis=None) / count, out=values)
    np.multiply(values, values, out=values)
    return float(np.add.reduce(values, axis=None) / count)


class Fusion:
    """Weighted mean of unit vectors, made a unit vector again.

    A look counts by how sharp it is beside the sharpest one so far; one under `keep` of that
    sharpness is not counted at all.
    """

    keep = 0.3

    def __init__(self) -> None:
        self._sharp: list[tuple[float, NDArray[np.float32]]] = []
        self._vector: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self._sharp)

    def add(self, embedding: NDArray[np.float32], weight: float) -> None:
        """Count one look: float32 `[D]` of unit length, and its sharpness as weight."""
        looks = [*self._sharp, (max(weight, 1e-6), embedding)]
        best = max(weight for weight, _ in looks)
        self._sharp = [look for look in looks if look[0] >= self.keep * best]  # the others never count again
        self._vector = None

    @property
    def vector(self) -> NDArray[np.float32]:
        """float32 `[D]`, unit length; the same array until another look is added.

        Raises:
            ValueError: nothing has been added.
        """
        if self._vector is None:
            if not self._sharp:
                raise ValueError("no look has been added")
            mean = np.sum([weight * vector for weight, vector in self._sharp], axis=0)
            self._vector = (mean / np.linalg.norm(mean)).astype(np.float32)
        return self._vector
