"""Latency: two embedders timed in turn, so that both see the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RUNS = 30
_WARM_UP = 3


class Embeds(Protocol):
    """What has embeddings of crops."""

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Float32 `[N, D]` of uint8 `[N, H, W, 3]`, BGR."""


def interleaved(
    first: Embeds, second: Embeds, crop: NDArray[np.uint8], runs: int = RUNS
) -> tuple[float, float]:
    """Median milliseconds of both, called one after the other `runs` times, after three to warm up.

    Args:
        first: one embedder.
        second: another one.
        crop: uint8 `[N, H, W, 3]`, what is embedded in one call.
        runs: calls of each that count.
    """
    times: list[tuple[float, float]] = [
        (_timed(first.embed, crop), _timed(second.embed, crop)) for _ in range(runs + _WARM_UP)
    ]
    one, other = np.median(times[_WARM_UP:], axis=0)
    return float(one), float(other)


def median_ms(embedder: Embeds, crop: NDArray[np.uint8], runs: int = RUNS) -> float:
    """Median milliseconds of one embedder, called `runs` times, after three to warm up."""
    times = [_timed(embedder.embed, crop) for _ in range(runs + _WARM_UP)]
    return float(np.median(times[_WARM_UP:]))


def _timed(embed: Callable[[NDArray[np.uint8]], NDArray[np.float32]], crop: NDArray[np.uint8]) -> float:
    started = time.perf_counter()
    embed(crop)
    return (time.perf_counter() - started) * 1e3
