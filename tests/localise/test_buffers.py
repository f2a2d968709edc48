"""Memory that is used again: nothing that the localiser keeps or answers lies in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from scenes import Placed, lay_down_sequence, rectangle, table

from edge.detections import Detections
from edge.localise.tray import TrayLocaliser

PREPARED = ("picture", "planes", "grey_1", "blurred_1", "slack")


def items(seed: int) -> list[Placed]:
    """Two things somewhere on the table."""
    rng = np.random.default_rng(seed)
    return [
        (
            rectangle(*rng.integers(50, 110, 2).tolist(), tuple(rng.integers(0, 255, 3).tolist())),
            x + int(rng.integers(-60, 60)),
            int(rng.integers(120, 240)),
            1.0,
            float(rng.uniform(0, 90)),
        )
        for x in (190, 430)
    ]


def scratch(localiser: TrayLocaliser) -> Iterator[np.ndarray]:
    """All that the next frame is to write before it reads it."""
    yield from localiser._shrinker._steps
    yield from (localiser._seen.picture, localiser._seen.planes)
    comparer, motion = localiser._comparer, localiser._motion
    change = comparer._change
    yield from (change.thing, change.sure, change.dim, change.dark, comparer._beyond, comparer._flags)
    yield from (comparer._difference, comparer._limit, comparer._grey, comparer._local)
    yield from (comparer._ratio, comparer._tint, comparer._spare)
    yield from (motion._sampled, motion._floats, motion._moving, *motion._free)


def spoil(array: np.ndarray) -> None:
    array[...] = {"f": np.nan, "b": True, "u": 201}[array.dtype.kind]


def same(one: Detections, other: Detections) -> bool:
    return (
        np.array_equal(one.boxes, other.boxes)
        and np.array_equal(one.settled, other.settled)
        and all(np.array_equal(a, b) for a, b in zip(one.masks, other.masks, strict=True))
        and np.array_equal(one.hidden.map, other.hidden.map)
    )


def copied(answer: Detections) -> Detections:
    masks = tuple(mask.copy() for mask in answer.masks)
    hidden = type(answer.hidden)(answer.hidden.map.copy(), answer.hidden.size)
    return Detections(answer.boxes.copy(), masks, answer.settled.copy(), hidden)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_spoilt_between_two_frames_is_missed_by_none(seed: int) -> None:
    spoilt, left_alone = TrayLocaliser(), TrayLocaliser()
    answers, copies = [], []
    for shot in lay_down_sequence(table(seed=seed), items(seed), seed=seed):
        answer = spoilt.locate(shot.frame)
        assert same(answer, left_alone.locate(shot.frame)), shot.frame.index
        answers.append(answer)
        copies.append(copied(answer))
        for array in scratch(spoilt):
            spoil(array)
    assert max(len(answer) for answer in answers) >= 2
    assert all(same(one, other) for one, other in zip(answers, copies, strict=True)), "an answer changed"


def test_the_expected_picture_is_what_it_would_be_if_it_were_made_anew() -> None:
    localiser = TrayLocaliser()
    for shot in lay_down_sequence(table(seed=5), items(5), seed=5):
        localiser.locate(shot.frame)
        if localiser._scene is None:
            continue
        kept = localiser._expected.of(localiser._scene, localiser._memory)
        found = {name: getattr(kept, name).copy() for name in PREPARED}
        localiser._expected._made_of = None
        fresh = localiser._expected.of(localiser._scene, localiser._memory)
        for name, array in found.items():
            assert np.array_equal(array, getattr(fresh, name)), (shot.frame.index, name)
    assert len(localiser._memory.items) == 2
