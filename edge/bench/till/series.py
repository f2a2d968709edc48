"""Series: second by second, how a process that decides on frames fares."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import psutil

from edge.bench import processor
from edge.bench.machine import MB
from edge.bench.till.results import Second
from edge.system import cores

_LEAST = 0.5
"""Part of a second that the last one must have lasted to be kept."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What this process uses now.

    Attributes:
        rss: resident memory, MB.
        busy: CPU seconds since it began, of all its threads, without its children.
        clock: mean clock of the machine's cores, MHz; None where the system does not say.
    """

    rss: float
    busy: float
    clock: float | None


def usage() -> Usage:
    """Ask the system."""
    process = psutil.Process()
    with process.oneshot():
        times = process.cpu_times()
        return Usage(process.memory_info().rss / MB, times.user + times.system, processor.clock())


def no_sensors() -> Mapping[str, float]:
    """A device that has none."""
    return {}


class Series:
    """Collects a `Second` for each second; its first begins when this is made.

    The loop that is measured calls `note` itself, so that no thread of the bench takes its core from it.

    Args:
        clock: seconds.
        latest: what the device's sensors said last, by name with its unit.
        usage: what this process uses.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        latest: Callable[[], Mapping[str, float]] | None = None,
        usage: Callable[[], Usage] = usage,
    ) -> None:
        self._clock, self._latest, self._usage = clock, latest or no_sensors, usage
        self._cores = cores()
        self._began = self._closed = self._asked = clock()
        self._busy = usage().busy
        self._dropped = self._told = 0
        self._latencies: list[float] = []
        self._seconds: list[Second] = []

    def note(self, latency: float, dropped: int) -> None:
        """Count a frame that was just decided on.

        Args:
            latency: frame to decision, ms.
            dropped: frames dropped since the beginning.
        """
        self._catch_up(self._clock())
        self._latencies.append(latency)
        self._dropped = dropped

    def seconds(self) -> tuple[Second, ...]:
        """All so far. The one under way counts if half of it has passed, and ends."""
        now = self._clock()
        self._catch_up(now)
        if now - self._closed >= _LEAST:
            self._close([now], now)
        return tuple(self._seconds)

    def _catch_up(self, now: float) -> None:
        """Close the seconds that have passed; a frame that took several leaves some without a frame."""
        passed = int(now - self._closed)
        if passed:
            self._close([self._closed + second + 1 for second in range(passed)], now)

    def _close(self, ends: list[float], now: float) -> None:
        used = self._usage()
        cpu = (used.busy - self._busy) / ((now - self._asked) * self._cores)
        for end in ends:
            low, high = _quantiles(self._latencies)
            self._seconds.append(
                Second(
                    at=end - self._began,
                    frames=len(self._latencies),
                    dropped=self._dropped - self._told,
                    p50=low,
                    p99=high,
                    rss=used.rss,
                    cpu=min(1.0, cpu),
                    clock=used.clock,
                    device=dict(self._latest()),
                )
            )
            self._latencies, self._told = [], self._dropped
        self._closed, self._asked, self._busy = ends[-1], now, used.busy


def _quantiles(latencies: list[float]) -> tuple[float | None, float | None]:
    """Median and 99th percentile, nearest rank; none of no frame."""
    if not latencies:
        return None, None
    low, high = np.percentile(latencies, [50, 99], method="higher")
    return float(low), float(high)
