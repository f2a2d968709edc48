from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.certificate import latency
from edge.certificate.latency import interleaved, median_ms

CROP = np.zeros((1, 8, 8, 3), np.uint8)


class Sleeper:
    """Each call takes what the list says, seconds, on a clock of its own."""

    def __init__(self, clock: list[float], name: str, calls: list[str], times: list[float]) -> None:
        self.clock, self.name, self.calls, self.times = clock, name, calls, times

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.clock[0] += self.times[self.calls.count(self.name)]
        self.calls.append(self.name)
        return np.zeros((len(images), 4), np.float32)


def test_two_in_turn_without_the_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, calls = [0.0], list[str]()
    monkeypatch.setattr(latency.time, "perf_counter", lambda: clock[0])
    one = Sleeper(clock, "one", calls, [9, 9, 9, 0.001, 0.004, 0.002])
    other = Sleeper(clock, "other", calls, [9, 9, 9, 0.010, 0.030, 0.020])
    assert interleaved(one, other, CROP, runs=3) == pytest.approx((2, 20))
    assert calls == ["one", "other"] * 6


def test_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, calls = [0.0], list[str]()
    monkeypatch.setattr(latency.time, "perf_counter", lambda: clock[0])
    assert median_ms(Sleeper(clock, "one", calls, [9, 9, 9, 0.5, 0.7, 0.6]), CROP, 3) == pytest.approx(600)
