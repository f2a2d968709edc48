"""How calls are timed, seen with a clock that is told."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from edge.embed import timed
from edge.embed.timed import Calls, processor_clock, times

CROPS = np.zeros((8, 4, 4, 3), np.uint8)


class Told:
    """A clock and embedders that advance it: `a` takes 2 s for one crop and 3 s for more, `b` half."""

    def __init__(self, scale: float) -> None:
        self.now, self.order, self.scale = 0.0, "", scale

    def clock(self) -> float:
        return self.now

    def embedder(self, name: str) -> Any:
        def embed(crops: np.ndarray) -> None:
            self.order += name
            self.now += self.scale * (2 if len(crops) == 1 else 3) / (2 if name == "b" else 1)

        return SimpleNamespace(embed=embed)


@pytest.mark.parametrize(
    ("scale", "rounds"), [(1.0, timed.LEAST_ROUNDS), (0.0001, timed.MOST_ROUNDS), (0.015, 7)]
)
def test_times_are_taken_in_turns_within_the_budget(scale: float, rounds: int) -> None:
    told = Told(scale)
    embedders = [told.embedder("a"), told.embedder("b")]
    found = times(embedders, CROPS, told.clock, passed=told.clock)
    assert (found[0].took.one_ms, found[0].took.all_ms) == pytest.approx((2000 * scale, 3000 * scale))
    assert (found[1].took.one_ms, found[1].took.all_ms) == pytest.approx((1000 * scale, 1500 * scale))
    assert told.order.startswith("aaaaabbbbb" + "bbbbbaaaaa")
    assert len(told.order) == 10 * rounds
    more = times(embedders, CROPS, told.clock, found, passed=told.clock)
    assert (len(found[0].alls), len(more[0].alls)) == (rounds, 2 * rounds)
    assert len(more[1].ones) == 8 * rounds


def test_what_was_disturbed_does_not_count() -> None:
    """As was seen: medians of a few calls of 12.8 ms for one form, where undisturbed ones take 7.9."""
    calls = Calls([7.9, 8.0, 7.9, 7.9, 12.8, 12.9, 13.0, 12.8], [52.2, 52.2, 52.3, 90.0])
    took = calls.took
    assert (took.one_ms, took.all_ms) == pytest.approx((7.9, 52.2))
    assert took.spread > 0.3


@pytest.mark.parametrize(("step", "fine"), [(1e-9, True), (0.0156, False)], ids=["Linux", "Windows"])
def test_processor_time_counts_where_its_steps_are_fine(
    monkeypatch: pytest.MonkeyPatch, step: float, fine: bool
) -> None:
    monkeypatch.setattr(time, "get_clock_info", lambda name: SimpleNamespace(resolution=step))
    assert (processor_clock() is time.process_time) == fine
