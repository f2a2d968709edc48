"""Waiting: until something is true, or a sensor has told enough; both fail after 5 s."""

from __future__ import annotations

import time
from collections.abc import Callable

from edge.bench.device.sample import Sample
from edge.bench.device.sensor import Sensor


def until(true: Callable[[], object]) -> None:
    """Wait until it is true."""
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "it did not become true in 5 s"
        time.sleep(0.005)


def taken(sensor: Sensor, number: int) -> list[Sample]:
    """At least so many samples."""
    samples: list[Sample] = []
    until(lambda: samples.extend(sensor.take()) or len(samples) >= number)
    return samples
