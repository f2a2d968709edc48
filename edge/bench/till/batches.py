"""Batches: bare inference of one crop, of two, of more, in turns.

Bare inference is what it is beside the till (`edge.bench.till.floor.bare`): on a CPU runs of at most 8 crops,
so that 16 are two of them and 32 four, which is what a till gets of so many.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.floor import bare
from edge.bench.till.results import Batch
from edge.embed import Embedder

SIZES = (1, 2, 4, 8, 16, 32)
_SEED = 0xBA7C4


def measure(
    embedder: Embedder,
    sizes: Sequence[int] = SIZES,
    runs: int = 12,
    crops: NDArray[np.uint8] | None = None,
    clock: Callable[[], float] = time.perf_counter,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[Batch, ...]:
    """Time bare inference at each size; a round times every size once, so that noise hits all alike.

    The order within a round is drawn anew for each. A first round, which is not kept, warms all up.

    Args:
        embedder: the model.
        sizes: numbers of crops.
        runs: rounds.
        crops: uint8 `[N, H, W, 3]`, BGR, repeated as needed; None for noise, whose values cost a
            network as much as any others.
        clock: seconds.
        tell: told how many rounds are done, of how many.

    Returns:
        One `Batch` a size, with `runs` samples, in the order of `sizes`.
    """
    rng, run = np.random.default_rng(_SEED), bare(embedder)
    batches = [_batch(embedder, size, crops, rng) for size in sizes]
    took: list[list[float]] = [[] for _ in sizes]
    for done in range(runs + 1):
        for which in rng.permutation(len(sizes)):
            start = clock()
            run(batches[which])
            took[which].append((clock() - start) * 1e3)
        if tell is not None:
            tell(done, runs)
    return tuple(
        Batch(size=size, milliseconds=tuple(samples[1:])) for size, samples in zip(sizes, took, strict=True)
    )


def _batch(
    embedder: Embedder, size: int, crops: NDArray[np.uint8] | None, rng: np.random.Generator
) -> NDArray[np.uint8]:
    if crops is not None:
        return np.take(crops, range(size), axis=0, mode="wrap")
    return rng.integers(0, 256, (size, embedder.card.height, embedder.card.width, 3), np.uint8)
