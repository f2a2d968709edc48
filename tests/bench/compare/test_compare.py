"""Verdicts: none where nothing changed, and found where something did."""

from __future__ import annotations

import numpy as np
import pytest
from bench.till.reports import crowd, report

from edge.bench.compare import compare as module
from edge.bench.compare.compare import Compared, compare, worse_by
from edge.bench.compare.figures import Row
from gallery.errors import InputError

BARE = {"live": None, "batches": (), "start": None, "streams": None, "stillness": None}


@pytest.fixture(autouse=True)
def _fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWS", 400)


def by_name(figures: tuple[Compared, ...]) -> dict[str, Compared]:
    return {figure.name: figure for figure in figures}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_same_file_shows_no_difference(seed: int) -> None:
    one = report(count=60, frames=120)
    found = compare(one, one, seed)
    assert {figure.verdict for figure in found.figures} == {"no difference shown", "not judged"}
    assert {figure.ratio for figure in found.figures} <= {1.0, None}
    assert (found.differs, found.only_a, found.only_b) == ((), (), ())


@pytest.mark.parametrize("seed", range(3))
def test_a_slowdown_of_a_fifth_is_found_in_500_samples(seed: int) -> None:
    a = report(crowds=(crowd(1, 500, 10 + seed),), **BARE)
    b = report(crowds=(crowd(1, 500, 20 + seed, times=1.2),), **BARE)
    found = by_name(compare(a, b).figures)
    for name in ("frame / bare inference, p50", "frame to decision, p50", "whole frames", "embed, p50"):
        assert found[f"1 item: {name}"].verdict == "slower"
    slower = found["1 item: frame to decision, p50"]
    assert slower.low is not None
    assert slower.high is not None
    assert slower.low < 1.2 < slower.high
    assert found["1 item: whole frames"].ratio == pytest.approx(1 / 1.2, rel=0.03)
    assert found["1 item: bare inference, p50"].verdict == "no difference shown", "the floor did not change"
    back = by_name(compare(b, a).figures)
    assert back["1 item: frame to decision, p50"].verdict == "faster"
    assert back["1 item: whole frames"].verdict == "faster"


@pytest.mark.parametrize("alike", [0.0, 0.6])
def test_false_alarms_are_as_rare_as_promised(alike: float) -> None:
    """100 pairs of runs in which nothing changed, of 500 samples each; with and without alike neighbours."""
    rng = np.random.default_rng(11)
    alarms = {"x, p50": 0, "x, p99": 0, "x, mean": 0}
    for _ in range(100):
        old, new = (5 * np.exp(0.06 * _series(rng, 500, alike)) for _ in range(2))
        row = [Row("x", "whole", samples, ("p50", "p99", "mean")) for samples in (old, new)]
        for figure in module._compared(*row, rng):
            alarms[figure.name] += figure.verdict != "no difference shown"
    assert max(alarms.values()) <= 10, "5 are expected; more than 10 would be chance in 1 of 90"


def _series(rng: np.random.Generator, length: int, alike: float) -> np.ndarray:
    noise = rng.normal(size=length + 50) * np.sqrt(1 - alike**2)
    for at in range(1, len(noise)):
        noise[at] += alike * noise[at - 1]
    return noise[50:]


def test_noise_that_hits_both_cancels_in_the_ratio() -> None:
    """A machine that is a quarter slower throughout: the ratio to the floor says so, the times do not."""
    one = report(crowds=(crowd(1, 300, 1),), **BARE)
    other = crowd(1, 300, 2)
    slow = {
        name: tuple(1.25 * value for value in getattr(other, name))
        for name in ("frame", "inference", "search")
    }
    found = by_name(compare(one, report(crowds=(other.model_copy(update=slow),), **BARE)).figures)
    assert found["1 item: frame to decision, p50"].verdict == "slower"
    assert found["1 item: frame / bare inference, p50"].verdict == "no difference shown"


def test_what_cannot_be_judged_says_why() -> None:
    found = by_name(compare(report(count=60, frames=120), report(count=60, frames=120, seed=1)).figures)
    assert found["1 item: frame to decision, p99"].why == "fewer than 200 samples"
    assert found["start: peak memory"].why == "one value a run"
    assert found["cameras held"].verdict == "not judged"
    assert found["start to first decision"].low is not None, "five starts are judged by rank"


def test_parts_of_one_run_alone_are_named_and_none_in_common_is_refused() -> None:
    whole, live = report(count=25, frames=60), report(count=25, frames=60, crowds=(), start=None)
    found = compare(whole, live)
    assert "start to first decision" in found.only_a
    assert found.only_b == ()
    with pytest.raises(InputError, match="no part in common"):
        compare(
            report(count=25, **BARE), report(count=25, crowds=(), frames=60, **{**BARE, "live": live.live})
        )


def test_warnings_say_whose_they_are() -> None:
    a = report(crowds=(crowd(1, 25),), **BARE)
    found = compare(a, a.model_copy(update={"warnings": ("the clock fell",)}))
    assert found.warnings == ("B: the clock fell",)


def test_worse_by_takes_the_favourable_end() -> None:
    a, b = report(crowds=(crowd(1, 200, 1),), **BARE), report(crowds=(crowd(1, 200, 2, 1.3),), **BARE)
    found = by_name(compare(a, b).figures)
    time, rate = found["1 item: frame to decision, p50"], found["1 item: whole frames"]
    assert time.low is not None
    assert worse_by(time) == pytest.approx(time.low - 1)
    assert 0.2 < worse_by(rate) < 0.3
    assert worse_by(found["1 item: frame to decision, p99"].model_copy(update={"low": None})) == 0
