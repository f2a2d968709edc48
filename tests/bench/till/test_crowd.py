"""Crowd: frames with a look at every item are kept, with the floor of just these."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pytest
from bench.till.clocks import Clock
from bench.till.moments import PICTURE, SPENT, WHOLE, FakeTill

from edge.bench.till import crowd
from edge.timing import STAGES
from gallery.errors import InputError


class Heard:
    """What was embedded: a number that tells which frame it was of."""

    def __init__(self, till: FakeTill) -> None:
        self.till = till

    @property
    def images(self) -> int:
        return len(self.till.seen)

    @property
    def vectors(self) -> int:
        return -len(self.till.seen)


class FakeFloor:
    """Takes as long as what it is given says, and some time of the clock, which no frame may be charged."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def inference(self, images: int) -> float:
        self.clock.now += 5
        return float(images)

    def search(self, vectors: int) -> float:
        self.clock.now += 5
        return float(vectors)


def run(looks: list[int], items: int, wanted: int, samples: crowd.Samples | None = None) -> crowd.Samples:
    clock = Clock()
    till = FakeTill(clock, looks)
    found = samples or crowd.Samples(items)
    crowd.measure(
        repeat(PICTURE), 10.0, till, Heard(till), FakeFloor(clock), found, items, wanted,  # type: ignore[arg-type]
        lambda now, of: None, clock,
    )  # fmt: skip
    assert [frame.time for frame in till.seen[:3]] == [0.0, 0.1, 0.2]
    return found


def test_only_frames_with_a_look_at_every_item_count() -> None:
    found = run([0, 5, 4], items=5, wanted=4).crowd()
    assert found.items == 5
    assert found.frame == pytest.approx([WHOLE * 1e3] * 4)
    # frames 2, 5, 8 warm up; the floor was asked right after each counted frame
    assert found.inference == (11, 14, 17, 20)
    assert found.search == (-11, -14, -17, -20)
    assert found.stages == {
        stage.value: pytest.approx([spent * 1e3] * 4) for stage, spent in zip(STAGES, SPENT, strict=True)
    }


def test_the_progress_tells_what_is_done() -> None:
    clock, told = Clock(), []
    till = FakeTill(clock, [1])
    crowd.measure(
        repeat(PICTURE), 10.0, till, Heard(till), FakeFloor(clock), crowd.Samples(1), 1, 3,  # type: ignore[arg-type]
        lambda now, of: told.append((now, of)), clock,
    )  # fmt: skip
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_scene_that_never_has_them_all_is_told_of() -> None:
    with pytest.raises(InputError, match="5 items in view: the till looked at all of them at once in 0 of 8"):
        run([4], items=5, wanted=4)


def test_what_was_measured_before_an_interrupt_is_whole() -> None:
    class Broken(FakeFloor):
        def search(self, vectors: int) -> float:
            if vectors == -8:
                raise KeyboardInterrupt
            return 1.0

    clock = Clock()
    till, samples = FakeTill(clock, [1]), crowd.Samples(1)
    with pytest.raises(KeyboardInterrupt):
        crowd.measure(
            repeat(PICTURE), 10.0, till, Heard(till), Broken(clock), samples, 1, 100,  # type: ignore[arg-type]
            lambda now, of: None, clock,
        )  # fmt: skip
    found = samples.crowd()
    assert len(found.frame) == len(found.inference) == len(found.search) == 4
    assert {len(samples) for samples in found.stages.values()} == {4}


def test_a_p99_has_its_samples() -> None:
    assert all(crowd.frames_for(items) >= 100 for items in range(1, 21))
    assert np.all(np.diff([crowd.frames_for(items) for items in range(1, 21)]) <= 0)


def test_patience_is_of_the_scene_whatever_its_rate() -> None:
    """A camera of 240 frames a second shows a step of the belt in 456 frames, with four looks."""
    clock = Clock()
    looks = [1 if frame % 456 in (360, 384, 408, 432) else 0 for frame in range(456)]
    till, samples = FakeTill(clock, looks), crowd.Samples(1)
    crowd.measure(
        repeat(PICTURE), 240.0, till, Heard(till), FakeFloor(clock), samples, 1, 40,  # type: ignore[arg-type]
        lambda now, of: None, clock,
    )  # fmt: skip
    assert len(samples) == 40
