"""Belt: every item is found at once by the real localiser, and a till looks thrice at each in every step."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from edge.frame import Frame
from edge.localise import create
from edge.synth import make_shop
from edge.synth.belt import ARRANGEMENTS, LEAST_FPS, MOST, Belt
from edge.track import Sight, Tracker
from gallery.errors import InputError

SHOP = make_shop(5)


def visible(belt: Belt, steps: int) -> list[list[set[int]]]:
    """Which tracks are visible in each frame of each step."""
    localiser, tracker = create("tray", belt.empty), Tracker()
    seen = []
    for number, image in enumerate(islice(belt.frames(), steps * belt.step)):
        time = number / belt.fps
        tracks = tracker.update(localiser.locate(Frame(image, number, time, 0.0)), time)
        seen.append({track.id for track in tracks if track.sight is Sight.VISIBLE})
    return [seen[k * belt.step : (k + 1) * belt.step] for k in range(steps)]


@pytest.mark.parametrize("items", [1, 5, 20])
def test_all_items_come_to_rest_together_in_every_step(items: int) -> None:
    known: set[int] = set()
    for step in visible(Belt(SHOP, items, (320, 180)), ARRANGEMENTS + 1):
        assert {len(tracks) for tracks in step} == {0, items}
        assert [len(tracks) for tracks in step[-6:]] == [items] * 6  # at 15 a second, they hold three looks
        assert not step[-1] & known  # new to the till, each time
        known |= step[-1]


@pytest.mark.parametrize("fps", [LEAST_FPS, LEAST_FPS + 0.1, 7.0])
def test_at_few_frames_a_second_they_still_come_to_rest(fps: float) -> None:
    for step in visible(Belt(SHOP, 5, (320, 180), fps), ARRANGEMENTS):
        assert [len(tracks) for tracks in step[-2:]] == [5, 5]


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_as_many_in_large_frames(size: tuple[int, int]) -> None:
    assert len(visible(Belt(SHOP, 20, size), 1)[0][-6]) == 20


def test_what_lies_still_stays() -> None:
    belt = Belt(SHOP, 20, (320, 180), moving=False)
    seen = visible(belt, 3)
    assert len(seen[0][-1]) == 20
    assert all(tracks == seen[0][-1] for step in seen[1:] for tracks in step)


def test_items_move_on_and_the_empty_belt_is_what_it_says() -> None:
    belt = Belt(SHOP, 5, (320, 180))
    frames = list(islice(belt.frames(), 2 * belt.step))
    assert np.abs(frames[0].astype(int) - belt.empty).mean() < 3
    assert np.abs(frames[belt.step - 1].astype(int) - frames[-1]).mean() > 5


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, other = (islice(Belt(SHOP, 2, (320, 180), seed=3).frames(), 20) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("items", [0, MOST + 1])
def test_a_number_that_does_not_do(items: int) -> None:
    with pytest.raises(InputError, match="on a belt"):
        Belt(SHOP, items)
