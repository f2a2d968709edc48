"""Evaluate: few-shot figures of an embedder on photos it may or may not have been trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.data import Photos
from train.metrics import distances, nearest_class, shots, top1, unknown

Embed = Callable[[Photos], NDArray[np.float32]]
"""Photos to embeddings, float32 `[N, D]` of unit length: a torch embedder or an exported file."""

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


def across(embed: Embed, enrol: Photos, ask: Photos) -> float:
    """Top-1 where the enrolled photos come from one set and all of another are asked.

    Classes of the same name are the same; `ask` has no class that `enrol` lacks.
    """
    vectors, queries = embed(enrol), embed(ask)
    names = np.array([enrol.classes.index(name) for name in ask.classes])[ask.labels]
    right = []
    for seed in range(DRAWS):
        rows = shots(enrol.labels, SHOTS, seed)
        named = nearest_class(distances(queries, vectors[rows]), enrol.labels[rows])
        right.append(np.mean(named == names))
    return float(np.mean(right))


def _draw(vectors: NDArray[np.float32], labels: NDArray[np.int64], seed: int) -> tuple[float, float, float]:
    enrolled = shots(labels, SHOTS, seed)
    return top1(vectors, labels, enrolled), *unknown(vectors, labels, enrolled, half(labels, seed))


def half(labels: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """A random half of the classes: those a shop sells, where the others are unknown to it."""
    classes = np.random.default_rng(seed).permutation(np.unique(labels))
    return np.asarray(classes[: len(classes) // 2], np.int64)
