"""Busy: how much of the processor other programs took while something was measured."""

from __future__ import annotations

import psutil


class Others:
    """What other programs take of the processor's cores, from when it is made until it is asked."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before = self._times()

    def share(self) -> float:
        """From 0, nothing, to 1, all that the machine has; 0 where it is too short to tell."""
        everything, idle, own = (
            after - before for after, before in zip(self._times(), self._before, strict=True)
        )
        return max(0.0, min(1.0, (everything - idle - own) / everything)) if everything > 0 else 0.0

    def _times(self) -> tuple[float, float, float]:
        """Seconds of all cores: all of them, the idle ones, and those of this process."""
        machine, own = psutil.cpu_times(), self._process.cpu_times()
        idle = machine.idle + getattr(machine, "iowait", 0.0)
        guests = getattr(machine, "guest", 0.0) + getattr(machine, "guest_nice", 0.0)  # counted twice
        return sum(machine) - guests, idle, own.user + own.system
