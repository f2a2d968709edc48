"""Clocks that tests set."""

from __future__ import annotations


class Clock:
    """Seconds that pass when told to; sleeping makes them pass."""

    def __init__(self, now: float = 100.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
