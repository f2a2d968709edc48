"""Features: embeddings of photos, and a head that needs no training."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from train.data import Photos
from train.embedder import Branch, Embedder, to_input
from train.views import View, whole

BATCH = 48


def embed(
    embedder: Embedder, photos: Photos, view: View = whole, *, before_head: bool = False
) -> NDArray[np.float32]:
    """Embeddings of one view of every photo, float32 `[N, D]`; pooled features `[N, C]` if `before_head`."""
    if before_head:
        return pooled(embedder, photos, embedder.shape.size, view)
    return _run(embedder, embedder, photos, embedder.shape.size, view)


def pooled(branch: Branch, photos: Photos, size: int, view: View = whole) -> NDArray[np.float32]:
    """What a branch's head gets of one view of every photo, float32 `[N, C]`."""
    return _run(branch, branch.pooled, photos, size, view)


def branch_vectors(branch: Branch, photos: Photos, size: int, view: View = whole) -> NDArray[np.float32]:
    """Unit vectors of one branch by itself, float32 `[N, D]`."""
    vectors = _run(branch, lambda images: Branch.forward(branch, images), photos, size, view)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@torch.no_grad()
def start_head(branch: Branch, photos: Photos, size: int) -> None:
    """Set the head to the principal components of the pooled features (Pearson, 1901), half whitened.

    It makes the untrained embedder usable, and gives training and weight interpolation a start that
    means something.
    """
    features = pooled(branch, photos, size)
    mean = features.mean(0)
    _, spread, axes = np.linalg.svd(features - mean, full_matrices=False)
    count = branch.head.out_features
    scale = np.sqrt(spread[0] / np.maximum(spread[:count], spread[0] * 1e-3))
    weight = np.zeros((count, features.shape[1]), np.float32)
    weight[: len(scale)] = axes[:count] * scale[:, None]
    branch.head.weight.copy_(torch.from_numpy(weight))
    branch.head.bias.copy_(torch.from_numpy(-weight @ mean))


@torch.no_grad()
def _run(
    branch: Branch, network: Callable[[Tensor], Tensor], photos: Photos, size: int, view: View
) -> NDArray[np.float32]:
    branch.eval().to(memory_format=torch.channels_last)
    parts = []
    for start in range(0, len(photos), BATCH):
        crops = [view(image, size) for image in photos.images[start : start + BATCH]]
        parts.append(network(to_input(torch.from_numpy(np.stack(crops)))).numpy())
    return np.concatenate(parts).astype(np.float32)
