"""Soaks that are made up: leaks and drifts are caught, noise and a scene in steps are not."""

from __future__ import annotations

import numpy as np
import pytest

from edge.bench.till.results import Live, Second
from edge.bench.till.soak import evened, judge

FPS = 15


def live(
    seconds: int = 600,
    leak: float = 0.0,
    slower: float = 0.0,
    tail: float = 0.0,
    seed: int = 0,
    step: float = 0.0,
    noise: float = 0.15,
) -> Live:
    """A live part; `leak` in MB a minute, `slower` and `tail` the part by which it grows over the run."""
    rng = np.random.default_rng(seed)
    at = np.arange(seconds * FPS) / (seconds * FPS)
    looks = rng.integers(0, 2, len(at)) + np.where(at % 0.2 > 0.1 - at / 20, 3, 0)  # more and more happens
    frame = (2 + 10 * looks) * rng.lognormal(0, noise, len(at)) * (1 + slower * at)
    frame *= np.where(rng.random(len(at)) < 0.03, 2 * (1 + tail * at), 1)
    ticks = np.arange(1, seconds + 1)
    rss = 250 + 30 * (1 - np.exp(-ticks / 3)) + rng.normal(0, 0.4, seconds)
    rss += leak * ticks / 60 + step * (ticks > seconds / 2)
    series = tuple(
        Second(at=t, frames=FPS, dropped=0, p50=1, p99=2, rss=r, cpu=0.5, clock=2000 - t / 10,
               device={"gpu °C": 70 - 30 * np.exp(-t / 60), "power W": 9.0})
        for t, r in zip(ticks.tolist(), rss.tolist(), strict=True)
    )  # fmt: skip
    return Live(
        fps=FPS, seconds=seconds, frames=len(at), delivered=len(at), dropped=0, late=0,
        frame=tuple(frame.tolist()), looks=tuple(looks.tolist()), stages={}, age=(), jitter=(), series=series,
    )  # fmt: skip


def answers(of: Live) -> list[bool | None]:
    soak = judge(of)
    assert soak is not None
    return [verdict.met for verdict in soak.verdicts]


def test_a_run_without_a_leak_or_drift_is_sound_whatever_its_noise() -> None:
    found = [answers(live(seed=seed)) for seed in range(20)]
    assert not any(answer is False for one in found for answer in one)
    assert all(one[:2] == [True, True] for one in found)
    assert sum(one[2] is True for one in found) >= 10


@pytest.mark.parametrize("leak", [1.0, 2.0, 10.0])
def test_a_leak_is_caught(leak: float) -> None:
    for seed in range(10):
        memory, *latency = answers(live(leak=leak, seed=seed))
        assert memory is False
        assert False not in latency


def test_an_hour_is_judged_by_the_hour() -> None:
    assert answers(live(3600, leak=0.03))[0] is True
    assert answers(live(3600, leak=0.3))[0] is False


def test_one_step_of_the_allocator_is_no_leak() -> None:
    assert answers(live(step=1.5))[0] is not False


def test_a_till_that_gets_slower_is_caught() -> None:
    for seed in range(10):
        assert answers(live(slower=0.3, seed=seed))[1] is False


def test_a_tail_that_grows_is_caught_though_the_median_stands() -> None:
    for seed in range(5):
        assert answers(live(tail=1.5, seed=seed))[1:] == [True, False]


def test_a_minute_of_a_noisy_machine_tells_little_and_says_so() -> None:
    soak = judge(live(60, noise=0.8))
    assert soak is not None
    assert soak.met is None
    assert any(verdict.met is None for verdict in soak.verdicts)


def test_less_than_a_minute_is_no_soak() -> None:
    assert judge(live(59)) is None


def test_the_trend_is_told_with_its_interval() -> None:
    soak = judge(live(leak=2.0))
    assert soak is not None
    assert soak.met is False
    memory = soak.verdicts[0]
    assert memory.limit == "at most 3.0 MB"
    assert memory.measured.startswith("+18")  # of nine minutes: the first is not judged
    assert "MB an hour" in memory.measured


def test_a_scene_in_steps_is_evened() -> None:
    even = evened(np.array([2.0, 12.0, 2.0, 24.0]), np.array([0, 1, 0, 1]))
    assert even.tolist() == pytest.approx([1, 12 / 18, 1, 24 / 18])


def test_the_curve_of_the_device_is_told_and_whether_it_has_levelled() -> None:
    soak = judge(live())
    assert soak is not None
    hot, clock = soak.curves
    assert (hot.name, round(hot.peak), hot.levelled) == ("gpu °C", 70, True)
    assert hot.start < 60 < hot.end
    assert clock.name == "CPU clock MHz"
    assert clock.end < clock.start
