"""Targets: met and not met by hand, and silent of what was not measured."""

from __future__ import annotations

import pytest
from bench.till.reports import report

from edge.bench.till.results import Crowd, Report, Start, Stillness
from edge.bench.till.targets import Target, targets
from edge.timing import STAGES


def crowd(
    items: int, frame: list[float], inference: float, search: float = 0.1, localise: float = 2.0
) -> Crowd:
    spent = {stage.value: (0.0,) * len(frame) for stage in STAGES}
    spent["search"], spent["localise"] = (search,) * len(frame), (localise,) * len(frame)
    return Crowd(
        items=items, frame=tuple(frame), stages=spent, inference=(inference,) * len(frame),
        search=(0.05,) * len(frame),
    )  # fmt: skip


def found(**parts: object) -> dict[str, Target]:
    none = {"crowds": (), "stillness": None, "live": None, "start": None, "streams": None, "batches": ()}
    whole: Report = report(**{**none, **parts})
    return {target.asked: target for target in targets(whole)}


def test_nothing_measured_nothing_said() -> None:
    assert found() == {}


def test_one_item() -> None:
    met = found(crowds=(crowd(1, [15.5] * 150, 10.0),))
    p50 = met["1 item: p50 <= 1.25x bare inference + 3 ms"]
    assert p50.met  # exactly 1.25 * 10 + 3
    assert p50.measured == "15.50 ms, at most 15.50 (1.55x 10.00 ms)"
    assert not found(crowds=(crowd(1, [15.6] * 150, 10.0),))[p50.asked].met


@pytest.mark.parametrize(("worst", "met"), [(20.0, True), (20.1, False)])
def test_the_tail(worst: float, met: bool) -> None:
    target = found(crowds=(crowd(1, [10.0] * 98 + [worst] * 2, 8.0),))["1 item: p99 <= 2x p50"]
    assert target.met is met


def test_no_tail_of_few_frames() -> None:
    assert "1 item: p99 <= 2x p50" not in found(crowds=(crowd(1, [10.0] * 99, 8.0),))


@pytest.mark.parametrize(("inference", "met"), [(85.0, True), (84.9, False)])
def test_twenty_items(inference: float, met: bool) -> None:
    target = found(crowds=(crowd(20, [100.0] * 10, inference),))["20 items: >= 85% of bare throughput"]
    assert target.met is met


def test_search() -> None:
    assert found(crowds=(crowd(5, [50.0] * 10, 40.0, search=1.0),))["5 items: search <= 2% of the whole"].met
    assert not found(crowds=(crowd(5, [50.0] * 10, 40.0, search=1.1),))[
        "5 items: search <= 2% of the whole"
    ].met


def test_the_localiser_has_a_target_at_two_sizes() -> None:
    parts = {"crowds": (crowd(5, [50.0] * 10, 40.0, localise=4.0),)}
    settings = report().settings
    at = lambda size: found(**parts, settings=settings.model_copy(update={"size": size}))  # noqa: E731
    assert not at((1280, 720))["localiser p50 <= 3 ms at 720p, 5 items"].met
    assert at((1920, 1080))["localiser p50 <= 6 ms at 1080p, 5 items"].met
    assert not [asked for asked in at((640, 360)) if "localiser" in asked]
    assert "localiser p50 <= 3 ms at 720p, live" in found(live=report().live)


@pytest.mark.parametrize(("cost", "met"), [(0.149, True), (0.15, False)])
def test_stillness(cost: float, met: bool) -> None:
    part = Stillness(
        items=20, still=(3.0,), moving=(90.0,), still_cpu=cost, moving_cpu=1.0, still_looks=0, moving_looks=60
    )
    assert found(stillness=part)["20 still cost < 15% of 20 moving"].met is met


def test_start_and_memory() -> None:
    part = Start(views=10_000, seconds=(1.2, 1.4, 9.0), peak=350.0)
    both = found(start=part)
    assert both["start to first decision < 1.5 s with 10,000 views"].met
    assert not both["resident memory < 350 MB"].met
    assert len(found(start=part.model_copy(update={"views": 100}))) == 1


def test_a_slow_minute_falls_on_the_frame_and_on_its_floor() -> None:
    uneven = crowd(20, [100.0, 300.0, 100.0, 300.0], 90.0)
    beside = uneven.model_copy(update={"inference": (90.0, 270.0, 90.0, 90.0)})
    assert found(crowds=(beside,))["20 items: >= 85% of bare throughput"].measured == "90.0%"
