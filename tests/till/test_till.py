"""The till on a little world: what is counted, what is not counted twice, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import World, product

from edge.settings import TillSettings

HERE, THERE, FAR = (40, 40), (200, 40), (120, 160)
OVER_HERE = (20, 0, 120, 100)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_an_item_put_down_is_added_once_with_its_price(world: World) -> None:
    world.play(1, {})
    world.play(3, {HERE: "red"})
    assert world.story == [("added", "red")]
    assert world.ledger.basket.totals == {"EUR": 103}


def test_two_of_a_kind_are_two(world: World) -> None:
    world.play(3, {HERE: "red", THERE: "red"})
    assert world.ledger.basket.quantities == {"red": 2}


def test_what_is_not_enrolled_is_unknown_and_never_priced(world: World) -> None:
    world.play(3, {HERE: "grey"})
    assert world.story == [("unknown", None)]
    assert world.ledger.basket.totals == {}
    assert len(world.ledger.basket.unknown) == 1


def test_what_comes_and_goes_with_a_hand_is_no_item(world: World) -> None:
    """A hard shadow lies still for a second while the hand does."""
    world.play(1, {}, hand=(200, 100, 300, 230))
    world.play(1.5, {HERE: "grey"}, hand=(200, 100, 300, 230))
    world.play(2, {})
    assert world.story == []


def test_a_stranger_under_a_hand_that_stays_is_told_of_in_the_end(world: World) -> None:
    world.play(8, {HERE: "grey"}, hand=(200, 100, 300, 230))
    assert world.story == [("unknown", None)]


def test_flicker_is_no_hand(world: World) -> None:
    """An unknown thing is told of at once, though some pixels of the scene are never still."""
    world.play(2, {HERE: "grey"}, hand=(200, 100, 215, 115))
    assert world.story == [("unknown", None)]


def test_an_item_taken_away_is_removed(world: World) -> None:
    world.play(2, {HERE: "red", THERE: "blue"})
    world.play(0.5, {THERE: "blue"}, hand=OVER_HERE)
    world.play(2, {THERE: "blue"})
    assert world.story[-1] == ("removed", "red")
    assert world.ledger.basket.quantities == {"blue": 1}


def test_an_unknown_item_taken_away_leaves_nothing(world: World) -> None:
    world.play(2, {HERE: "grey"})
    world.play(3, {})
    assert [kind for kind, _ in world.story] == ["unknown", "removed"]
    assert not world.ledger.basket.unknown


def test_an_item_covered_for_long_stays(world: World) -> None:
    world.play(2, {HERE: "red"})
    world.play(20, {HERE: "red"}, hand=OVER_HERE)
    world.play(2, {HERE: "red"})
    assert world.story == [("added", "red")]


def test_a_moved_item_is_not_counted_twice_and_keeps_its_track(world: World) -> None:
    world.play(2, {HERE: "red"})
    world.play(1.5, {}, hand=(100, 100, 300, 230))  # the hand carries it
    world.play(3, {FAR: "red"})
    assert world.story == [("added", "red")]
    assert world.ledger.basket.quantities == {"red": 1}


def test_a_moved_unknown_item_is_not_counted_twice(world: World) -> None:
    world.play(2, {HERE: "grey"})
    world.play(1.5, {}, hand=(100, 100, 300, 230))
    world.play(3, {FAR: "grey"})
    assert world.story == [("unknown", None)]


def test_a_moved_item_that_takes_long_to_decide_is_still_the_same(tmp_path: Path) -> None:
    """The hand is long gone when the last look is taken; the removal must wait for it."""
    world = World(tmp_path, TillSettings(looks_to_accept=12, looks_to_give_up=20))
    world.play(3, {HERE: "grey"})
    world.play(1, {}, hand=(100, 100, 300, 230))
    world.play(4, {FAR: "grey"})
    assert world.story == [("unknown", None)]


def test_an_item_slid_from_under_a_resting_arm_waits_for_the_arm(world: World) -> None:
    """It is seen in its new place before its old place can be seen to be empty."""
    world.play(2, {HERE: "red"})
    world.play(1, {FAR: "red"}, hand=OVER_HERE)
    assert world.ledger.basket.quantities == {"red": 1}
    world.play(3, {FAR: "red"})
    assert world.story == [("added", "red")]


def test_a_second_one_under_a_resting_arm_is_counted_when_the_arm_goes(world: World) -> None:
    world.play(2, {HERE: "red"})
    world.play(1, {HERE: "red", FAR: "red"}, hand=OVER_HERE)
    world.play(3, {HERE: "red", FAR: "red"})
    assert world.ledger.basket.quantities == {"red": 2}


def test_an_item_exchanged_under_the_hand_is_noticed(world: World) -> None:
    world.play(2, {HERE: "red"})
    world.play(1, {}, hand=OVER_HERE)
    world.play(3, {HERE: "blue"})
    assert world.story == [("added", "red"), ("removed", "red"), ("added", "blue")]
    assert world.ledger.basket.quantities == {"blue": 1}
    pictures = [event.image()[4:12, 4:12].reshape(-1, 3).mean(axis=0) for event in world.ledger.events]
    assert [int(picture.argmax()) for picture in pictures] == [2, 2, 0], "each event shows its own item"


def test_an_item_that_lies_still_is_not_embedded_again(world: World) -> None:
    world.play(3, {HERE: "red"})
    looks = world.embedder.seen
    world.play(60, {HERE: "red"})
    assert world.embedder.seen == looks == 3


def test_uncovering_the_same_item_costs_no_embedding(world: World) -> None:
    world.play(2, {HERE: "red"})
    looks = world.embedder.seen
    world.play(1, {HERE: "red"}, hand=OVER_HERE)
    world.play(1, {HERE: "red"})
    assert world.embedder.seen == looks


def test_an_unknown_item_becomes_known_when_it_is_enrolled(world: World) -> None:
    world.play(2, {HERE: "grey"})
    world.gallery.enroll([product("grey")])
    world.recogniser.refresh(wait=True)
    world.play(1, {HERE: "grey"})
    assert world.story == [("unknown", None), ("added", "grey")]
    assert {event.track for event in world.ledger.events} == {1}
    assert not world.ledger.basket.unknown


def test_the_end_of_the_source_settles_what_is_owed(tmp_path: Path) -> None:
    world = World(tmp_path, TillSettings(looks_to_accept=5, looks_to_give_up=9))
    world.play(2, {HERE: "red"})
    world.play(0.2, {HERE: "red", THERE: "blue"})
    assert world.story == [("added", "red")]
    world.till.finish()
    assert world.story == [("added", "red"), ("added", "blue")]
    world.till.finish()
    assert len(world.story) == 2


def test_a_removal_in_progress_at_the_end_is_published(world: World) -> None:
    world.play(2, {HERE: "red"})
    world.play(0.6, {}, hand=(200, 200, 300, 230))
    world.till.finish()
    assert world.story == [("added", "red"), ("removed", "red")]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    lines = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        world = World(tmp_path / name)
        world.play(2, {HERE: "red"})
        world.play(2, {HERE: "red", THERE: "grey"})
        world.play(2, {THERE: "grey"})
        lines.append([event.to_json() for event in world.ledger.events])
    assert lines[0] == lines[1]
    assert len(lines[0]) == 3
