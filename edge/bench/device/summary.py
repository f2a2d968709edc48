"""Summary: the facts of a run."""

from __future__ import annotations

from dataclasses import dataclass

from edge.bench.device.board import Board
from edge.bench.device.choose import Chosen
from edge.bench.device.facts import DeviceFacts
from edge.bench.device.tally import Tally


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run spent its energy on.

    Attributes:
        looks: crops embedded in it.
        items: that came onto the receipt in it; None where that is not known.
        seconds: its length.
    """

    looks: int
    items: int | None
    seconds: float

    def each(self, power: float | None, number: int | None) -> float | None:
        """J for each of so many at a mean power in W; None of none, and without power."""
        return power * self.seconds / number if power is not None and number else None


def summary(
    board: Board | None,
    chosen: Chosen,
    tally: Tally,
    idle: float | None,
    throttled: tuple[str, ...],
    run: Spent,
) -> DeviceFacts | None:
    """The facts, or None of a machine that is no Jetson and has no NVIDIA GPU that can be asked.

    Args:
        board: the Jetson, or None.
        chosen: what was asked.
        tally: of the run's samples.
        idle: power before it, W.
        throttled: each throttling that was seen, in words.
        run: what its energy was spent on.
    """
    if chosen.sensor is None:
        return None
    power = tally.power.value
    return DeviceFacts(
        board=board.name if board else None,
        jetpack=board.jetpack if board else None,
        l4t=board.l4t if board else None,
        power_mode=board.power_mode if board else None,
        clocks_fixed=board.fixed if board else None,
        fan=board.fan if board else None,
        gpu=chosen.gpu,
        driver=chosen.driver,
        sensor=chosen.sensor.name,
        samples=tally.number,
        gpu_load=tally.load.value,
        gpu_clock=tally.clock.value,
        gpu_greatest=tally.greatest,
        temperature=tally.hottest,
        power=power,
        power_of=tally.scope,
        idle_power=idle,
        energy_per_look=run.each(power, run.looks),
        energy_per_item=run.each(power, run.items),
        throttled=throttled,
    )
