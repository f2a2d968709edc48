from __future__ import annotations

import numpy as np
import pytest
from clusters import photos_of
from hypothesis import given
from hypothesis import strategies as st

from gallery.errors import InputError
from train.measure import Protocol, plan
from train.metrics import shots


@given(st.lists(st.integers(1, 12), min_size=2, max_size=6), st.integers(1, 8))
def test_every_photo_is_enrolled_or_asked_but_never_both(counts: list[int], wanted: int) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    there = sum(count > 1 for count in counts)
    if there < 2:
        with pytest.raises(InputError, match="at least 2"):
            plan(photos_of(labels), Protocol(wanted, 2))
        return
    made = plan(photos_of(labels), Protocol(wanted, 2))
    for draw in made.draws:
        assert not set(draw.enrolled) & set(draw.asked)
        assert len(draw.enrolled) + len(draw.asked) == sum(count for count in counts if count > 1)
        enrolled = np.bincount(labels[draw.enrolled], minlength=len(counts))
        assert enrolled.tolist() == [min(wanted, count - 1) for count in counts]


def test_the_draws_are_those_of_the_plain_metrics() -> None:
    labels = np.repeat(np.arange(4), 9)
    for seed, draw in enumerate(plan(photos_of(labels), Protocol(7, 3)).draws):
        assert np.array_equal(draw.enrolled, np.flatnonzero(shots(labels, 7, seed)))
        assert len(draw.known) == 2


def test_classes_short_of_photos_are_named() -> None:
    labels = np.array([0] * 9 + [1] * 4 + [2] + [3] * 9)
    made = plan(photos_of(labels), Protocol())
    assert made.classes.tolist() == [0, 1, 3]
    assert [note.split(": ")[1] for note in made.notes] == ["c2", "c1 (3)"]


def test_splits_say_what_is_enrolled_and_asked() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 2, 0])
    splits = ("train", "train", "test", "train", "train", "test", "test", "val")
    made = plan(photos_of(labels, splits), Protocol(7, 2))
    for draw in made.draws:
        assert draw.enrolled.tolist() == [0, 1, 3, 4]
        assert draw.asked.tolist() == [2, 5]
    assert "c2" in made.notes[0]
    assert "train" in made.how


def test_val_is_asked_where_there_is_no_test() -> None:
    made = plan(photos_of(np.array([0, 0, 1, 1]), ("train", "val", "train", "val")), Protocol())
    assert made.draws[0].asked.tolist() == [1, 3]


def test_a_split_to_enrol_from_alone_is_drawn_by_chance() -> None:
    made = plan(photos_of(np.array([0, 0, 1, 1]), ("train",) * 4), Protocol(1, 1))
    assert len(made.draws[0].asked) == 2


def test_classes_held_out_are_unknown_in_every_draw() -> None:
    made = plan(photos_of(np.repeat(np.arange(4), 9)), Protocol(7, 3, ("c1", "c3")))
    assert [draw.known.tolist() for draw in made.draws] == [[0, 2]] * 3


def test_classes_held_out_must_be_there_and_leave_one() -> None:
    photos = photos_of(np.repeat(np.arange(2), 9))
    with pytest.raises(InputError, match="nobody"):
        plan(photos, Protocol(unknown=("nobody",)))
    with pytest.raises(InputError, match="every class"):
        plan(photos, Protocol(unknown=("c0", "c1")))


def test_one_class_is_nothing_to_tell_apart() -> None:
    with pytest.raises(InputError, match="1 class with photos"):
        plan(photos_of(np.array([0, 0, 0, 1])), Protocol())
