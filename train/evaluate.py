"""Evaluate: few-shot figures of an embedder on photos it may or may not have been trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.metrics import shots, top1, unknown

SHOTS = 7
DRAWS = 10
"""How many random choices of the enrolled photos a figure is the mean of: seeds 0 to 9."""


@dataclass(frozen=True)
class Score:
    """Means over `DRAWS` draws of `SHOTS` enrolled photos a class.

    Attributes:
        top1: share named rightly by 7-nearest-neighbour vote, every class enrolled.
        auroc: of telling unknown from known by the distance to the nearest enrolled photo, a random
            half of the classes enrolled.
        false_accept: share of unknown queries accepted where 95 % of the known ones are.
    """

    top1: float
    auroc: float
    false_accept: float


def few_shot(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> Score:
    """Score embeddings `[N, D]` of labels `[N]`: 7 photos a class enrolled, all others asked."""
    return Score(*np.mean([_draw(vectors, labels, seed) for seed in range(DRAWS)], axis=0).tolist())


def _draw(vectors: NDArray[np.float32], labels: NDArray[np.int64], seed: int) -> tuple[float, float, float]:
    enrolled = shots(labels, SHOTS, seed)
    return top1(vectors, labels, enrolled), *unknown(vectors, labels, enrolled, half(labels, seed))


def half(labels: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """A random half of the classes: those a shop sells, where the others are unknown to it."""
    classes = np.random.default_rng(seed).permutation(np.unique(labels))
    return np.asarray(classes[: len(classes) // 2], np.int64)
