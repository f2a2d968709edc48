"""Batches: one epoch of augmented crops, every class equally often."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pytorch_metric_learning.samplers import MPerClassSampler
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from train.augment import augment
from train.data import Photos

Batches = DataLoader[tuple[Tensor, Tensor]]


class AugmentedCrops(Dataset[Any]):
    """Item i: photo i augmented, uint8 `[size, size, 3]` BGR, and its label."""

    def __init__(self, photos: Photos, size: int) -> None:
        self.photos, self.size = photos, size

    def __len__(self) -> int:
        return len(self.photos)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], int]:
        rng = np.random.default_rng(int(torch.randint(2**62, (1,))))
        return augment(self.photos.images[index], self.size, rng), int(self.photos.labels[index])


def batches(photos: Photos, size: int, *, classes: int, per_class: int, workers: int, seed: int) -> Batches:
    """One epoch of batches of `classes` x `per_class` photos, about as many photos as there are.

    It seeds the global generators of torch and NumPy, which the sampler and the workers draw from:
    the same seed and number of workers give the same epoch.

    Yields uint8 `[N, size, size, 3]` BGR and int64 `[N]` labels.
    """
    torch.manual_seed(seed)
    np.random.seed(seed)
    batch = min(classes, len(photos.classes)) * per_class
    sampler = MPerClassSampler(photos.labels.tolist(), per_class, batch, max(len(photos), batch))
    return DataLoader(AugmentedCrops(photos, size), batch_size=batch, sampler=sampler, num_workers=workers)
