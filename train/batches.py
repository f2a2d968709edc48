"""Batches: a balanced, endless-looking stream of augmented crops."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from pytorch_metric_learning.samplers import MPerClassSampler
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from train.augment import augment
from train.data import Photos


class AugmentedCrops(Dataset[tuple[NDArray[np.uint8], int]]):
    """Item i: photo i augmented, uint8 `[size, size, 3]` BGR, and its label.

    Each photo and epoch has its own random stream, so a resumed run sees what an unbroken one would.
    """

    def __init__(self, photos: Photos, size: int, seed: int, epoch: int) -> None:
        self.photos, self.size, self.seed, self.epoch = photos, size, seed, epoch

    def __len__(self) -> int:
        return len(self.photos)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], int]:
        rng = np.random.default_rng((self.seed, self.epoch, index, int(torch.randint(2**31, (1,)))))
        return augment(self.photos.images[index], self.size, rng), int(self.photos.labels[index])


def batches(
    photos: Photos, *, size: int, classes: int, per_class: int, seed: int, epoch: int, workers: int
) -> DataLoader[tuple[Tensor, Tensor]]:
    """One epoch of batches of `classes` x `per_class` photos; every class comes equally often.

    Yields uint8 `[N, size, size, 3]` BGR and int64 `[N]` labels.
    """
    classes = min(classes, len(photos.classes))
    sampler = MPerClassSampler(
        photos.labels.tolist(), per_class, classes * per_class, max(len(photos), classes * per_class)
    )
    return DataLoader(
        AugmentedCrops(photos, size, seed, epoch),
        batch_size=classes * per_class,
        sampler=sampler,
        num_workers=workers,
        drop_last=True,
    )
