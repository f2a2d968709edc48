"""jtop: jetson-stats as a sensor, where it is installed and its service runs; it is no dependency of ours.

Source: jetson-stats 4, reference of `jtop`: `gpu`, `temperature` and `power`, the latter in mW by rail and
in all, where the name of what is all is `VDD_IN` or none.
"""

from __future__ import annotations

import importlib
from typing import Any

from edge.bench.device.rails import whole
from edge.bench.device.sample import Sample


class Jtop:
    """A connection to jtop's service, which says how the board is; `jetson` is the library's own object."""

    name = "jtop"

    def __init__(self, jetson: Any) -> None:
        self._jetson = jetson
        self._troubles: dict[str, None] = {}

    def take(self) -> tuple[Sample, ...]:
        """One sample, of what the service said last; none once it is gone."""
        if not self._jetson.is_alive():
            self._troubles["jtop's service ended"] = None
            return ()
        try:
            return (_sample(self._jetson),)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self._troubles[f"jtop says something else than expected: {type(error).__name__}: {error}"] = None
            return ()

    def troubles(self) -> tuple[str, ...]:
        """That the service went away, or could not be understood."""
        return tuple(self._troubles)

    def close(self) -> None:
        """Leave the service."""
        self._jetson.close()


def open_jtop(interval: float) -> Jtop | str:
    """A connection that is renewed each `interval` seconds, or why there is none, in words."""
    try:
        module = importlib.import_module("jtop")
    except ImportError:
        return "jetson-stats is not installed"
    try:
        jetson = module.jtop(interval=interval)
        jetson.start()
    except Exception as error:  # it raises what its socket, its service and its own checks raise
        return f"jtop's service does not answer: {type(error).__name__}: {error}"
    return Jtop(jetson)


def _sample(jetson: Any) -> Sample:
    gpu: dict[str, Any] = next(iter(jetson.gpu.values()), {})
    clock, load = gpu.get("freq", {}), gpu.get("status", {}).get("load")
    power, scope = _power(jetson.power) or (None, None)
    return Sample(
        load=None if load is None else load / 100,
        clock=_megahertz(clock.get("cur")),
        greatest=_megahertz(clock.get("max")),
        power=power,
        scope=scope,
        temperatures={
            name: float(sensor["temp"])
            for name, sensor in jetson.temperature.items()
            if sensor.get("online", True)
        },
    )


def _power(power: Any) -> tuple[float, str] | None:
    """Of the board, by our own reckoning of its rails; jtop's sum counts an AGX Orin's memory twice."""
    total = power["tot"]
    rails = {name: rail["power"] / 1000 for name, rail in power["rail"].items()}
    if total.get("name"):
        rails[total["name"]] = total["power"] / 1000
    return whole(rails)


def _megahertz(kilohertz: float | None) -> float | None:
    return None if kilohertz is None else kilohertz / 1000
