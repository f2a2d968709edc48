"""Stillness: both sides in turns, the first chunks not counted, CPU of the till alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from bench.till.clocks import Clock
from bench.till.moments import PICTURE, WHOLE, FakeTill

from edge.bench.till.stillness import WARM_UP, Side, measure, result
from edge.frame import Frame
from edge.pipeline import Moment


class Busy(FakeTill):
    """Costs CPU by its looks; notes whose turn it is."""

    def __init__(self, clock: Clock, cpu: Clock, looks: list[int], name: str, turns: list[str]) -> None:
        super().__init__(clock, looks)
        self.cpu, self.name, self.turns = cpu, name, turns

    def see(self, frame: Frame) -> Moment:
        moment = super().see(frame)
        self.cpu.now += 0.01 + 0.1 * moment.looks
        self.turns.append(self.name)
        return moment


def drawn(cpu: Clock) -> Iterator[np.ndarray]:
    """Drawing a picture costs CPU, which is not the till's."""
    while True:
        cpu.now += 7
        yield PICTURE


def sides(turns: list[str]) -> tuple[Side, Side]:
    clock, cpu = Clock(), Clock()
    still = Busy(clock, cpu, [0], "s", turns)
    moving = Busy(clock, cpu, [0, 0, 20, 0], "m", turns)
    return Side(drawn(cpu), still, 10.0, clock, cpu), Side(drawn(cpu), moving, 10.0, clock, cpu)


def test_in_turns_and_by_hand() -> None:
    turns: list[str] = []
    still, moving = sides(turns)
    told: list[tuple[int, int]] = []
    measure(still, moving, 4, 3, lambda now, of: told.append((now, of)))
    found = result(20, still, moving)
    assert found is not None
    assert "".join(turns) == "mmmmssss" + "ssssmmmm" + "mmmmssss" + "ssssmmmm" + "mmmmssss"
    assert told[-1] == (WARM_UP + 3, WARM_UP + 3)
    assert found.still == found.moving == pytest.approx([WHOLE * 1e3] * 12)
    assert (found.still_looks, found.moving_looks) == (0, 60)
    assert found.still_cpu == pytest.approx(0.01 * 10)  # CPU seconds a frame, by 10 frames a second
    assert found.moving_cpu == pytest.approx((0.01 + 0.1 * 20 / 4) * 10)


def test_nothing_before_both_are_counted() -> None:
    still, moving = sides([])
    measure(still, moving, 4, 0, lambda now, of: None)
    assert result(20, still, moving) is None
