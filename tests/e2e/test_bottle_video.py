"""A real recording: a hand takes away and puts back three identical bottles.

The truth, read off the video frame by frame: three stand there; the left one goes (7.5 s) and comes
back (13.4 s); left and middle go together (17.6 s); the middle one comes back (24.3 s), then the
left one (29.5 s); the right one goes (32.0 s) and comes back (37.0 s). Eight changes of one bottle.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from shop import Story, enrolled, film, watch

from edge.basket.event import Kind

FPS = 29.8333
CHANGES = [
    (7.5, "removed"), (13.4, "added"), (17.6, "removed"), (17.6, "removed"), (24.3, "added"), (29.5, "added"),
    (32.0, "removed"), (37.0, "added"),
]  # fmt: skip
COUNTS = {5.0: 3, 11.0: 2, 16.5: 3, 21.5: 1, 28.0: 2, 31.4: 3, 35.5: 2, 39.5: 3}
LATE = 2.5


@pytest.fixture(scope="module")
def story(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The empty scene is composed from two frames, as no single one shows it."""
    frames = film(data / "video" / "bottle-detection.mp4")
    empty = frames[600].copy()
    empty[:, 480:] = frames[1000][:, 480:]
    folder = tmp_path_factory.mktemp("bottles")
    (folder / "products" / "water").mkdir(parents=True)
    for number in (5, 60, 120):
        for x in (50, 285, 505):
            photo = np.ascontiguousarray(frames[number][100:325, x : x + 85])
            cv2.imwrite(str(folder / "products" / "water" / f"{number}-{x}.png"), photo)
    with enrolled(folder, folder / "products") as gallery:
        return watch(gallery, frames, FPS, empty)


def test_the_count_is_right_over_time(story: Story) -> None:
    assert {time: story.held(time) for time in COUNTS} == COUNTS


def test_each_take_away_and_put_back_is_seen_in_time(story: Story) -> None:
    seen = [(event.time, event.kind.value) for event in story.events if event.time > 3]
    assert [kind for _, kind in seen] == [kind for _, kind in CHANGES]
    for (time, _), (truth, kind) in zip(seen, CHANGES, strict=True):
        assert truth - 0.5 <= time <= truth + LATE, f"{kind} at {truth} s was seen at {time:.2f} s"


def test_nothing_but_bottles_was_seen(story: Story) -> None:
    assert {event.kind for event in story.events} == {Kind.ADDED, Kind.REMOVED}
    assert {event.sku for event in story.events} == {"water"}
