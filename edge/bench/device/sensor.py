"""Sensor: something that says again and again how a device is."""

from __future__ import annotations

from typing import Protocol

from edge.bench.device.sample import Sample


class Sensor(Protocol):
    """What a device's figures are taken from."""

    name: str
    """What is asked, for people: `tegrastats`, `jtop`, `NVML`."""

    def take(self) -> tuple[Sample, ...]:
        """What was said since the last call, oldest first; empty where nothing new was."""

    def troubles(self) -> tuple[str, ...]:
        """What went wrong until now, in words."""

    def close(self) -> None:
        """Ask no more."""
