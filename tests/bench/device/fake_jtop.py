"""jetson-stats that is not here: its object, as the reference of jetson-stats 4 describes it."""

from __future__ import annotations

from typing import Any


class Jetson:
    """What `jtop.jtop(interval=…)` gives, of an Orin Nano."""

    fails: Exception | None = None

    def __init__(self, interval: float) -> None:
        self.interval, self.alive, self.closed = interval, False, False
        self.gpu: dict[str, Any] = {
            "gpu": {"status": {"load": 41.2}, "freq": {"cur": 612_000, "max": 1_020_000, "min": 306_000}}
        }
        self.temperature = {"tj": {"temp": 50.5, "online": True}, "cv0": {"temp": -256, "online": False}}
        self.power: dict[str, Any] = {
            "rail": {"VDD_CPU_GPU_CV": {"power": 800}, "VDD_SOC": {"power": 1200}},
            "tot": {"power": 4100, "avg": 4000, "name": "VDD_IN"},
        }

    def start(self) -> None:
        if self.fails is not None:
            raise self.fails
        self.alive = True

    def is_alive(self) -> bool:
        return self.alive

    def close(self) -> None:
        self.closed = True
