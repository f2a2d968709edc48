"""Identity by geometry: items that lie, are nudged, are covered, merge, and go."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.detections import Detections
from edge.hidden import Hidden
from edge.track import Sight, Tracker

LEFT, RIGHT = (20, 40, 60, 100), (70, 40, 110, 100)
EXTENT = (200, 300)


def see(*boxes, hidden=None, moving=(), known: bool = True) -> Detections:
    cover = np.zeros(EXTENT, np.uint8)
    for x1, y1, x2, y2 in [hidden] if hidden else []:
        cover[y1:y2, x1:x2] = 255
    every = np.array([*boxes, *moving], np.float32).reshape(-1, 4)
    flags = np.array([True] * len(boxes) + [False] * len(moving), np.bool_)
    return Detections(every, (None,) * len(every), flags, Hidden(cover, EXTENT) if known else None)


def states(tracks) -> list[tuple[int, str]]:
    return [(track.id, track.sight.value) for track in tracks]


def test_ids_count_up_in_order_of_appearance_and_unsettled_things_get_none() -> None:
    tracker = Tracker()
    assert states(tracker.update(see(moving=[LEFT]), 0.0)) == []
    assert states(tracker.update(see(RIGHT), 0.1)) == [(1, "visible")]
    tracks = tracker.update(see(LEFT, RIGHT), 0.2)
    assert states(tracks) == [(1, "visible"), (2, "visible")]
    assert tracks[0].box == RIGHT
    assert [track.since for track in tracks] == [0.1, 0.2]


def test_gone_once_when_its_place_is_seen_empty_for_long_enough() -> None:
    tracker = Tracker()
    tracker.update(see(LEFT), 0.0)
    said = [states(tracker.update(see(), 0.1 * step)) for step in range(1, 8)]
    assert said == [[(1, "hidden")]] * 4 + [[(1, "gone")], [], []]
    assert states(tracker.update(see(LEFT), 1.0)) == [(2, "visible")]


def test_covered_for_minutes_is_hidden_and_fresh_when_uncovered() -> None:
    for cover in ({"hidden": LEFT}, {"moving": [(0, 0, 65, 100)], "known": False}):
        tracker = Tracker()
        tracker.update(see(LEFT), 0.0)
        for step in range(1, 200):
            assert states(tracker.update(see(**cover), float(step))) == [(1, "hidden")]
        (track,) = tracker.update(see(LEFT), 200.0)
        assert (track.id, track.sight, track.nudged, track.since) == (1, Sight.VISIBLE, True, 0.0)
        (track,) = tracker.update(see(LEFT), 200.1)
        assert not track.nudged


def test_time_covered_does_not_count_towards_gone() -> None:
    tracker = Tracker()
    tracker.update(see(LEFT), 0.0)
    for step in range(20):
        cover = {"hidden": LEFT} if step % 2 else {}
        assert states(tracker.update(see(**cover), 0.3 + 0.3 * step)) == [(1, "hidden")]


def test_a_nudge_keeps_the_id_and_says_so() -> None:
    tracker = Tracker()
    tracker.update(see(LEFT), 0.0)
    (track,) = tracker.update(see((30, 46, 70, 106)), 0.1)
    assert (track.id, track.nudged) == (1, True)
    (track,) = tracker.update(see((31, 46, 71, 106)), 0.2)
    assert (track.id, track.nudged) == (1, False)


def test_two_seen_as_one_stay_two() -> None:
    tracker = Tracker()
    tracker.update(see(LEFT, RIGHT), 0.0)
    for step in range(1, 30):
        tracks = tracker.update(see((20, 40, 110, 100)), 0.1 * step)
        assert states(tracks) == [(1, "visible"), (2, "visible")]
        assert [track.box for track in tracks] == [LEFT, RIGHT]
    assert states(tracker.update(see(LEFT, RIGHT), 3.0)) == [(1, "visible"), (2, "visible")]


def test_neighbours_do_not_swap() -> None:
    tracker = Tracker()
    tracker.update(see(LEFT, RIGHT), 0.0)
    tracks = tracker.update(see((75, 40, 115, 100), (25, 40, 65, 100)), 0.1)
    assert [track.box[0] for track in tracks] == [25, 75]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=5), max_size=25))
def test_ids_are_unique_never_reused_and_gone_is_said_once(script) -> None:
    tracker, gone, highest = Tracker(), set(), 0
    for step, scene in enumerate(script):
        slots = dict(scene)
        boxes = [(60 * k, 10, 60 * k + 40, 60) for k, still in slots.items() if still]
        moving = [(60 * k, 10, 60 * k + 40, 60) for k, still in slots.items() if not still]
        tracks = tracker.update(see(*boxes, moving=moving), 0.25 * step)
        ids = [track.id for track in tracks]
        assert ids == sorted(set(ids))
        assert not gone & set(ids)
        assert sum(track.sight is Sight.VISIBLE for track in tracks) == len(boxes)
        assert set(range(highest + 1, max([highest, *ids]) + 1)) <= set(ids)
        highest = max([highest, *ids])
        gone |= {track.id for track in tracks if track.sight is Sight.GONE}
