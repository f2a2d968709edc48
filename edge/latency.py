"""Latency: how long each frame took, from the moment it was grabbed to the decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class LatencySummary:
    """Milliseconds over all frames seen; `frames` counts them."""

    frames: int
    median: float
    p99: float
    worst: float


class Latency:
    """Collects one duration a frame."""

    def __init__(self) -> None:
        self.samples: list[float] = []

    def add(self, seconds: float) -> None:
        """Count one frame."""
        self.samples.append(seconds * 1e3)

    @property
    def last(self) -> float:
        """Seconds the last frame took."""
        return self.samples[-1] / 1e3

    def summary(self) -> LatencySummary:
        """Median, 99th percentile (nearest rank) and worst, in milliseconds; zeros before any frame."""
        if not self.samples:
            return LatencySummary(0, 0.0, 0.0, 0.0)
        median, p99 = np.percentile(self.samples, [50, 99], method="higher")
        return LatencySummary(len(self.samples), float(median), float(p99), max(self.samples))
