"""Sample: what a device's sensors said at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Sample:
    """What the sensors said; None, or left out, where they did not.

    Attributes:
        load: of the GPU, 0 to 1.
        clock: of the GPU, MHz.
        greatest: the clock that the GPU may reach as it is set, MHz.
        power: of what `scope` says, W.
        scope: what `power` is the power of, for example `VDD_IN`.
        temperatures: degrees Celsius, by sensor.
        reasons: why the clocks are held down just now, in words.
    """

    load: float | None = None
    clock: float | None = None
    greatest: float | None = None
    power: float | None = None
    scope: str | None = None
    temperatures: Mapping[str, float] = field(default_factory=lambda: _NONE)
    reasons: tuple[str, ...] = ()

    @property
    def hottest(self) -> float | None:
        """The greatest temperature, degrees Celsius."""
        return max(self.temperatures.values(), default=None)

    def named(self) -> dict[str, float]:
        """The figures by name, each with its unit."""
        figures = {
            "gpu load %": None if self.load is None else 100 * self.load,
            "gpu clock MHz": self.clock,
            **{f"{name} °C": value for name, value in self.temperatures.items()},
            "power W": self.power,
        }
        return {name: value for name, value in figures.items() if value is not None}
