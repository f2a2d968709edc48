"""Axis: from where to where, evenly or by powers of ten, and where its ticks stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edge.show.bench.numbers import short

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SPAN = 0.1  # least way of an even axis, as a share of its greatest value
_MANY = 3.0  # decades from which on powers of ten alone are written


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a plot.

    Attributes:
        low: where it begins.
        high: where it ends, above `low`.
        name: what it shows, with its unit.
        log: equal ways are equal ratios; `low` is then above 0.
        marks: where ticks stand, if not where the axis would have them.
        words: how a tick is written.
    """

    low: float
    high: float
    name: str
    log: bool = False
    marks: tuple[float, ...] = ()
    words: Callable[[float], str] = short

    def share(self, value: float) -> float:
        """How far along the axis a value lies, 0 to 1; what lies outside is kept at the end."""
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log(low), math.log(high), math.log(max(value, low))
        return min(max((at - low) / (high - low), 0.0), 1.0)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The values that are written beside the axis."""
        values = self.marks or (_decades(self.low, self.high) if self.log else _even(self.low, self.high))
        return tuple((value, tick(value) if self.words is short else self.words(value)) for value in values)


def tick(value: float) -> str:
    """A value of an axis: no digit more than it has."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:.3g}"


def linear(values: Iterable[float], name: str, zero: bool = True, ends: bool = True) -> Axis:
    """An even axis that holds all values.

    Args:
        values: what it must hold.
        name: what it shows.
        zero: whether it begins at 0; otherwise near the least value, but it spans a tenth of the greatest at
            least, so that what hardly changes looks so.
        ends: whether it goes on to the next tick at both ends.
    """
    given = list(values)
    low, high = min([*given, 0.0] if zero else given), max(given)
    room = (abs(high) * _SPAN or 1.0) - (high - low)
    if room > 0:
        low, high = low if zero else low - room / 2, high + room / 2
    if not ends:
        return Axis(low, high, name)
    step = _step(low, high, 4)
    return Axis(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, name)


def logarithmic(low: float, high: float, name: str) -> Axis:
    """An axis by powers of ten, a little wider than the two values, which are above 0."""
    room = (high / low) ** 0.03
    return Axis(low / room, max(high * room, low * 1.2), name, log=True)


def _even(low: float, high: float) -> list[float]:
    step = _step(low, high, 4)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _step(low: float, high: float, parts: int) -> float:
    raw = (high - low) / parts
    power = 10.0 ** math.floor(math.log10(raw))
    return power * next(step for step in _STEPS if step * power >= raw * 0.999)


def _decades(low: float, high: float) -> list[float]:
    spread = math.log10(high / low)
    within = (1,) if spread > _MANY else (1, 3) if spread > _MANY / 2 else (1, 2, 5)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [round(part * 10.0**power, 10) for power in powers for part in within]
    inside = [value for value in found if low <= value <= high]
    return inside if len(inside) > 1 else _even(low, high)
