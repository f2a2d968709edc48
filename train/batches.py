"""Batches: which photos each step sees, every class equally often, decided by the seed alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pytorch_metric_learning.samplers import MPerClassSampler

from gallery.errors import InputError

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class BatchShape:
    """`classes` x `per_class` photos; where there are fewer classes, all of them."""

    classes: int
    per_class: int


def batches(labels: Rows, shape: BatchShape, seed: int, origins: Sequence[int] = ()) -> list[Rows]:
    """One epoch of batches over about as many photos as there are.

    The same on every process of a run, which takes its own part of each. It seeds NumPy's global
    generator, which the sampler draws from.

    Args:
        labels: int64 `[N]`.
        shape: of a batch.
        seed: of this epoch.
        origins: the data set of each class. Each then has the same number of classes in a batch, give
            or take one, so that a set of many classes does not drown the others.

    Returns:
        Rows of `labels` for each batch, int64 `[B]`, photos of one class side by side.

    Raises:
        InputError: a batch has fewer classes than there are data sets.
    """
    np.random.seed(seed)
    size = min(shape.classes, len(np.unique(labels))) * shape.per_class
    length = max(len(labels), size)
    own = np.array(origins or [0] * (int(labels.max()) + 1))[labels]
    rows = [np.flatnonzero(own == origin) for origin in np.unique(own)]
    if size // shape.per_class < len(rows):
        raise InputError(
            f"a batch of {size // shape.per_class} classes is too small for {len(rows)} data sets",
            f"give --set classes={2 * len(rows)} or more",
        )
    parts = np.array_split(np.arange(size // shape.per_class), len(rows))
    return [
        np.concatenate(batch)
        for batch in zip(
            *(
                _of_one(labels, part, len(share) * shape.per_class, shape.per_class, length // size)
                for part, share in zip(rows, parts, strict=True)
            ),
            strict=True,
        )
    ]


def _of_one(labels: Rows, rows: Rows, size: int, per_class: int, count: int) -> list[Rows]:
    """The part that photos in `rows`, of one data set, have in each of `count` batches.

    Where the set has fewer classes than its part asks for, some are drawn twice.
    """
    own = labels[rows]
    once = min(size, len(np.unique(own)) * per_class)
    draws = -(-size * count // once) * once
    sampler = MPerClassSampler(own.tolist(), per_class, once, max(draws, once))
    drawn: Rows = rows[np.array(list(sampler), np.int64)]
    drawn = np.resize(drawn, max(len(drawn), size * count))
    return list(drawn[: size * count].reshape(count, size))


def seed_of(*numbers: int) -> int:
    """One seed, 0 to 2**32 - 1, of several numbers such as run, phase, epoch and step."""
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])
