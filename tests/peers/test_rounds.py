"""All are timed in every round, and none is always first."""

from __future__ import annotations

from typing import Any, cast

import pytest
from peers import rounds
from peers.rounds import run_rounds

from edge.bench.child import Child


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    def __init__(self, name: str, clock: Clock, order: list[str]) -> None:
        self.name, self.clock, self.order = name, clock, order

    def ask(self, method: str, frames: dict[int, int]) -> dict[int, list[float]]:
        self.order.append(self.name)
        self.clock.now += 1
        return {items: [0.1] * count for items, count in frames.items()}


def run(seconds: float, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], dict[str, Any]]:
    clock, order = Clock(), list[str]()
    monkeypatch.setattr(rounds, "perf_counter", clock)
    children = {name: cast(Child, Asked(name, clock, order)) for name in "abc"}
    return order, run_rounds(children, {1: 2}, seconds, lambda _: None)


def test_each_round_begins_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    order, took = run(12.0, monkeypatch)
    assert "".join(order) == "abcbcacababc"
    assert took["b"] == [{1: [0.1, 0.1]}] * 4


def test_a_round_that_would_not_fit_is_not_begun_but_one_always_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(run(14.9, monkeypatch)[1]["a"]) == 4
    assert len(run(-5.0, monkeypatch)[1]["a"]) == 1
