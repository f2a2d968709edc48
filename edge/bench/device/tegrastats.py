"""Tegrastats: NVIDIA's `tegrastats` as a sensor, run for as long as it is asked."""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean

from edge.bench.device.lines import Lines
from edge.bench.device.rails import whole
from edge.bench.device.reading import Reading, TegrastatsError, parse
from edge.bench.device.sample import Sample

Fill = Callable[[Sample], Sample]
"""Adds to a sample what it lacks."""


class Tegrastats:
    """`tegrastats`, running; its lines are samples.

    Args:
        program: its path.
        interval: seconds from line to line.
        fill: adds what this release does not print.

    Raises:
        OSError: it cannot be started.
    """

    name = "tegrastats"

    def __init__(self, program: str, interval: float, fill: Fill) -> None:
        self._fill = fill
        self._unread, self._first = 0, ""
        self._lines = Lines((program, "--interval", str(round(1000 * interval))))

    def take(self) -> tuple[Sample, ...]:
        """The samples of the lines since the last call."""
        samples = []
        for line in self._lines.take():
            try:
                samples.append(self._fill(_sample(parse(line))))
            except TegrastatsError as error:
                self._unread, self._first = self._unread + 1, self._first or str(error)
        return tuple(samples)

    def troubles(self) -> tuple[str, ...]:
        """That it ended or is silent, and lines that could not be read."""
        ended = self._lines.trouble()
        unread = f"tegrastats: {self._unread} lines could not be read, the first: {self._first}"
        return (*((ended,) if ended else ()), *((unread,) if self._unread else ()))

    def close(self) -> None:
        """End it."""
        self._lines.close()


def _sample(reading: Reading) -> Sample:
    power, scope = whole(reading.rails) or (None, None)
    return Sample(
        load=reading.gpu,
        clock=fmean(reading.clocks) if reading.clocks else None,
        power=power,
        scope=scope,
        temperatures=reading.temperatures,
    )
