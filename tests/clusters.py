"""Clusters: made-up embeddings of known quality, and photos to go with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from train.data import Photos


def clusters(
    classes: int, each: int, spread: float, seed: int = 0, dimension: int = 16
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Unit vectors and labels: `each` points about each class's centre; spread 0 is perfect."""
    rng = np.random.default_rng(seed)
    centres, _ = np.linalg.qr(rng.standard_normal((max(dimension, classes),) * 2))
    labels = np.repeat(np.arange(classes), each)
    points = centres[labels] + spread * rng.standard_normal((len(labels), centres.shape[1]))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), labels


def photos_of(labels: NDArray[np.int64], splits: tuple[str, ...] = ()) -> Photos:
    """A small grey photo for each label; the classes are called c0, c1 and so on."""
    images = tuple(np.full((8, 8, 3), 20 * int(label) % 255, np.uint8) for label in labels)
    return Photos(images, labels, tuple(f"c{i}" for i in range(int(labels.max()) + 1)), splits)
