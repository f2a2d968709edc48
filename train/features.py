"""Features: embeddings of photos, and a head that needs no training."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from train.data import Photos
from train.embedder import Embedder, to_input
from train.views import View, whole

BATCH = 48


@torch.no_grad()
def embed(
    embedder: Embedder, photos: Photos, view: View = whole, *, before_head: bool = False
) -> NDArray[np.float32]:
    """Embeddings of one view of every photo, float32 `[N, D]`; pooled features `[N, C]` if `before_head`."""
    embedder.eval().to(memory_format=torch.channels_last)
    run = embedder.pooled if before_head else embedder
    parts = []
    for start in range(0, len(photos), BATCH):
        crops = [view(image, embedder.shape.size) for image in photos.images[start : start + BATCH]]
        parts.append(run(to_input(torch.from_numpy(np.stack(crops)))).numpy())
    return np.concatenate(parts).astype(np.float32)


@torch.no_grad()
def start_head(embedder: Embedder, photos: Photos) -> None:
    """Set the head to the principal components of the pooled features (Pearson, 1901), half whitened.

    It makes the untrained embedder usable, and gives training and weight interpolation a start that
    means something.
    """
    features = embed(embedder, photos, before_head=True)
    mean = features.mean(0)
    _, spread, axes = np.linalg.svd(features - mean, full_matrices=False)
    count = embedder.shape.dimension
    scale = np.sqrt(spread[0] / np.maximum(spread[:count], spread[0] * 1e-3))
    weight = np.zeros((count, features.shape[1]), np.float32)
    weight[: len(scale)] = axes[:count] * scale[:, None]
    embedder.head.weight.copy_(torch.from_numpy(weight))
    embedder.head.bias.copy_(torch.from_numpy(-weight @ mean))
