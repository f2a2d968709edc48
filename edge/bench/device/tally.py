"""Tally: what the samples of a run come to, in memory that does not grow with the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from edge.bench.device.sample import Sample

BUSY = 0.9
"""Load from which a governor has no reason to hold a clock down."""


class Mean:
    """The mean of what was added; what is None is not counted."""

    def __init__(self) -> None:
        self.number, self._sum = 0, 0.0

    def add(self, value: float | None) -> None:
        """Count a value."""
        if value is not None:
            self.number, self._sum = self.number + 1, self._sum + value

    @property
    def value(self) -> float | None:
        """The mean; None of nothing."""
        return self._sum / self.number if self.number else None


class Tally:
    """Means, greatest and counts over samples.

    Attributes:
        number: of samples.
        load, clock, power: means, as in `Sample`.
        greatest: the greatest of the greatest clocks of the GPU, MHz.
        hottest: the greatest temperature, degrees Celsius.
        scope: what the power is of.
        busy_gpu: clock of the GPU while its load was at least `BUSY`, MHz.
        reasons: in how many samples the device gave each reason for a clock that was held down.
    """

    def __init__(self) -> None:
        self.number = 0
        self.load, self.clock, self.power = Mean(), Mean(), Mean()
        self.busy_gpu = Mean()
        self.greatest: float | None = None
        self.hottest: float | None = None
        self.scope: str | None = None
        self.reasons: Counter[str] = Counter()

    def add(self, sample: Sample) -> None:
        """Count a sample."""
        self.number += 1
        self.load.add(sample.load)
        self.clock.add(sample.clock)
        self.power.add(sample.power)
        if (sample.load or 0) >= BUSY:
            self.busy_gpu.add(sample.clock)
        self.greatest = _more(self.greatest, sample.greatest)
        self.hottest = _more(self.hottest, sample.hottest)
        self.scope = self.scope or sample.scope
        self.reasons.update(sample.reasons)


def _more(*values: float | None) -> float | None:
    known: Iterable[float] = (value for value in values if value is not None)
    return max(known, default=None)
