"""Batches: which photos each step sees, every class equally often, decided by the seed alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pytorch_metric_learning.samplers import MPerClassSampler

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class BatchShape:
    """`classes` x `per_class` photos; where there are fewer classes, all of them."""

    classes: int
    per_class: int


def batches(labels: Rows, shape: BatchShape, seed: int) -> list[Rows]:
    """One epoch of batches over about as many photos as there are.

    The same on every process of a run, which takes its own part of each. It seeds NumPy's global
    generator, which the sampler draws from.

    Args:
        labels: int64 `[N]`.
        shape: of a batch.
        seed: of this epoch.

    Returns:
        Rows of `labels` for each batch, int64 `[B]`, photos of one class side by side.
    """
    np.random.seed(seed)
    size = min(shape.classes, len(np.unique(labels))) * shape.per_class
    sampler = MPerClassSampler(labels.tolist(), shape.per_class, size, max(len(labels), size))
    return list(np.array(list(sampler), np.int64).reshape(-1, size))


def seed_of(*numbers: int) -> int:
    """One seed, 0 to 2**32 - 1, of several numbers such as run, phase, epoch and step."""
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])
