"""Learner: the empty scene from the first frames, a little of the work in each."""

from __future__ import annotations

import numpy as np

from edge.localise.seen import Picture, Reduced

_MAX_SAMPLES = 25


class Learner:
    """Collects the first frames; their median is the empty scene, whoever reached through it.

    The samples are kept sorted pixel by pixel: each new one is sunk into its place, so that the median
    is there when it is wanted and no frame waits for all of it.

    Args:
        learn_s: how long to look, seconds.
    """

    def __init__(self, learn_s: float) -> None:
        self._learn_s = learn_s
        self._sorted: list[Reduced] = []
        self._begin: float | None = None
        self._last = 0.0

    def learn(self, reduced: Reduced, time: float) -> Picture | None:
        """Take a frame, uint8 `[h, w, 3]`; the empty scene once enough time has passed, None before."""
        if self._begin is None:
            self._begin = time
        if not self._sorted or time - self._last >= self._learn_s / _MAX_SAMPLES:
            self._sink(reduced.copy())
            self._last = time
        if time - self._begin < self._learn_s:
            return None
        return self._median()

    def _sink(self, sample: Reduced) -> None:
        lower = np.empty_like(sample)
        for place, other in enumerate(self._sorted):
            np.minimum(other, sample, out=lower)
            np.maximum(other, sample, out=sample)
            self._sorted[place], lower = lower, other
        self._sorted.append(sample)

    def _median(self) -> Picture:
        half = len(self._sorted) // 2
        above = self._sorted[half].astype(np.float32)
        if len(self._sorted) % 2:
            return above
        return np.asarray((self._sorted[half - 1].astype(np.float32) + above) / 2, np.float32)
