"""Latency: how long each frame took, from the moment it was grabbed to the decision."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

KEPT = 100_000
"""Frames whose durations are kept, the newest: nearly two hours at 15 frames a second, in 0.8 MB."""


@dataclass(frozen=True, slots=True)
class LatencySummary:
    """Milliseconds; `frames` and `worst` are of all frames, median and p99 of the newest `KEPT`."""

    frames: int
    median: float
    p99: float
    worst: float


class Latency:
    """Collects one duration a frame, and holds on to the newest: a till runs for months.

    Attributes:
        samples: milliseconds of the newest `KEPT` frames, in no order once there were more.
    """

    def __init__(self) -> None:
        self.samples = array("d")
        self._frames = 0
        self._last = self._worst = 0.0

    def add(self, seconds: float) -> None:
        """Count one frame."""
        self._last = seconds * 1e3
        if len(self.samples) < KEPT:
            self.samples.append(self._last)
        else:
            self.samples[self._frames % KEPT] = self._last
        self._worst = max(self._worst, self._last)
        self._frames += 1

    @property
    def last(self) -> float:
        """Seconds the last frame took."""
        return self._last / 1e3

    def summary(self) -> LatencySummary:
        """Median, 99th percentile (nearest rank) and worst, in milliseconds; zeros before any frame."""
        if not self.samples:
            return LatencySummary(0, 0.0, 0.0, 0.0)
        median, p99 = np.percentile(self.samples, [50, 99], method="higher")
        return LatencySummary(self._frames, float(median), float(p99), self._worst)
