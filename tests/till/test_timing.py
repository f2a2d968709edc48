from __future__ import annotations

import time

import pytest

from edge.timing import STAGES, Stage, Stopwatch


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock whose hands are set by the test."""
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_stages_by_hand(hands: list[float]) -> None:
    watch = Stopwatch()
    hands[0] = 101.0
    watch.start()
    hands[0] = 101.25
    watch.lap(Stage.LOCALISE)
    hands[0] = 102.0
    watch.lap(Stage.EMBED)
    hands[0] = 102.5
    watch.lap(Stage.PUBLISH)
    timing = watch.timing(grabbed=100.5)
    assert timing.latency == 2.0
    assert (timing.of(Stage.LOCALISE), timing.of(Stage.EMBED), timing.of(Stage.PUBLISH)) == (0.25, 0.75, 0.5)
    assert sum(timing.spent) == timing.ended - timing.started == 1.5
    assert len(timing.spent) == len(STAGES)


def test_a_stage_that_is_run_twice_counts_both_times(hands: list[float]) -> None:
    watch = Stopwatch()
    watch.start()
    for hands[0] in (101.0, 103.0):
        watch.lap(Stage.EMBED)
    assert watch.timing(100.0).of(Stage.EMBED) == 3.0


def test_a_new_frame_begins_at_nought(hands: list[float]) -> None:
    watch = Stopwatch()
    hands[0] = 105.0
    watch.lap(Stage.EMBED)
    old = watch.timing(100.0)
    watch.start()
    assert sum(watch.timing(105.0).spent) == 0
    assert old.of(Stage.EMBED) == 5.0, "the timing of the frame before is its own"
