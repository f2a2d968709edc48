"""What the guard times, on a clock that the till itself turns; a localiser that works twice is caught."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from world import ColourEmbedder

from edge.basket import Basket
from edge.bench.guard.judge import judge
from edge.bench.guard.limits import LIMITS
from edge.bench.guard.watched import Watched, quickest, reference_work
from edge.bench.till.overheard import Overheard
from edge.frame import Frame
from edge.pipeline import Moment
from edge.timing import STAGES, Stage, Timing

IMAGE = np.zeros((90, 160, 3), np.uint8)
USUAL = {Stage.LOCALISE: 0.003, Stage.CROP: 0.001, Stage.EMBED: 0.010, Stage.PUBLISH: 0.0005}
ITEM: Any = object()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        self.now += seconds


class FakeTill:
    """Sees one item in every frame but its first, and embeds it in each that has an even number."""

    def __init__(self, clock: Clock, costs: dict[Stage, float]) -> None:
        self.clock, self.costs, self.seen = clock, costs, 0

    def see(self, frame: Frame) -> Moment:
        self.seen += 1
        there, looks = self.seen > 1, self.seen > 1 and self.seen % 2 == 0
        costs = {**self.costs, Stage.EMBED: self.costs[Stage.EMBED] if looks else 0.0}
        start = self.clock.now
        self.clock.spend(sum(costs.values()))
        timing = Timing(
            frame.grabbed, start, self.clock.now, tuple(costs.get(stage, 0.0) for stage in STAGES)
        )
        return Moment(frame, (ITEM,) if there else (), (), Basket(), int(looks), timing)


class FakeFloor:
    def inference(self, images: NDArray[np.uint8]) -> float:
        return 10.0


def watched(costs: dict[Stage, float], anew: bool = False) -> tuple[Watched, list[FakeTill]]:
    clock, made = Clock(), []

    def make() -> FakeTill:
        made.append(FakeTill(clock, costs))
        return made[-1]

    def pictures() -> Iterator[NDArray[np.uint8]]:
        yield from repeat(IMAGE)

    floor: Any = FakeFloor()
    overheard = Overheard(ColourEmbedder())
    one = Watched(pictures(), 15, 8, 1, make, anew, overheard, floor, clock, lambda image: clock.spend(0.002))
    return one, made


def test_a_step_holds_what_each_frame_cost() -> None:
    one = watched(USUAL)[0]
    one.step(kept=False)
    one.step()
    taken = one.taken
    assert len(taken.frame) == len(taken.reference) == 8
    assert taken.localise == pytest.approx([0.003] * 8)
    assert taken.full == pytest.approx([0.0145] * 4)
    assert taken.inference == pytest.approx([0.010] * 4)
    assert taken.handling == pytest.approx([0.0015] * 4)
    assert taken.looks == [4]
    assert quickest(taken.full, taken.inference) == pytest.approx(1.45)
    assert quickest(taken.localise, taken.reference) == pytest.approx(1.5)


def test_frames_of_an_empty_belt_are_no_frames_of_the_localiser() -> None:
    one = watched(USUAL)[0]
    one.step()
    assert (len(one.taken.localise), len(one.taken.reference)) == (7, 8)


def test_a_localiser_that_does_its_work_twice_is_caught() -> None:
    def held(costs: dict[Stage, float]) -> bool:
        one = watched(costs)[0]
        one.step()
        # on this made-up machine the usual ratio is 1.5, on real ones what the limit says
        scale = LIMITS["localise one"].usual / 1.5
        value = scale * quickest(one.taken.localise, one.taken.reference)
        (figure,) = judge([lambda: {"localise one": [value]}], {"localise one": LIMITS["localise one"]})
        return figure.held

    assert held(USUAL)
    assert not held({**USUAL, Stage.LOCALISE: 2 * USUAL[Stage.LOCALISE]})
    assert held({**USUAL, Stage.EMBED: 2 * USUAL[Stage.EMBED]})


def test_each_step_may_have_a_till_of_its_own() -> None:
    one, made = watched(USUAL, anew=True)
    one.step()
    one.step()
    assert [till.seen for till in made] == [0, 8, 8]
    still, kept = watched(USUAL)
    still.step()
    still.step()
    assert [till.seen for till in kept] == [16]


def test_what_never_happened_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="nothing was timed"):
        quickest([], [1.0])


def test_the_fixed_work_does_not_touch_the_picture() -> None:
    image = np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8)
    before = image.copy()
    reference_work(image)
    assert (image == before).all()
