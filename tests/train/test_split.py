from __future__ import annotations

import logging

import numpy as np
import pytest

from gallery.errors import InputError
from train.data import Photos
from train.split import Split, split_shots, unseen_classes

NAMES = [f"class {i}" for i in range(20)]


def test_the_split_depends_on_names_and_seed_alone() -> None:
    chosen = unseen_classes(NAMES, 5, 0)
    assert chosen == unseen_classes(NAMES[::-1], 5, 0)
    assert chosen != unseen_classes(NAMES, 5, 1)
    assert len(set(chosen)) == 5
    assert set(chosen) < set(NAMES)


def test_the_split_of_the_shipped_model_stays() -> None:
    assert unseen_classes(NAMES, 3, 0) == ("class 1", "class 2", "class 3")


def photos(counts: list[int], splits: str = "") -> Photos:
    """So many photos of each class, each photo one pixel that holds its number."""
    labels = np.repeat(np.arange(len(counts)), counts)
    images = tuple(np.full((1, 1, 3), i, np.uint8) for i in range(len(labels)))
    names = {"t": "train", "v": "val", "e": "test", "-": ""}
    return Photos(images, labels, tuple("abcdef"[: len(counts)]), tuple(names[s] for s in splits))


def numbers(part: Photos) -> list[int]:
    return [int(image[0, 0, 0]) for image in part.images]


def counts(split: Split) -> list[list[int]]:
    return [np.bincount(part.labels, minlength=2).tolist() for part in (split.train, split.val, split.rest)]


def test_seven_train_three_validate_and_the_rest_is_left() -> None:
    split = split_shots(photos([10, 14]), 7, 3, 0)
    assert counts(split) == [[7, 7], [3, 3], [0, 4]]
    assert sorted(numbers(split.train) + numbers(split.val) + numbers(split.rest)) == list(range(24))
    assert numbers(split.train) == numbers(split_shots(photos([10, 14]), 7, 3, 0).train)
    assert numbers(split.train) != numbers(split_shots(photos([10, 14]), 7, 3, 1).train)


def test_fewer_photos_are_parted_in_the_same_proportion() -> None:
    assert counts(split_shots(photos([3, 6]), 7, 3, 0)) == [[2, 4], [1, 2], [0, 0]]


def test_splits_of_the_data_are_followed() -> None:
    """Class a has validation photos; b has none, and lends some that training does not need."""
    split = split_shots(photos([14, 12], "t" * 9 + "v" * 4 + "e" + "t" * 11 + "e"), 7, 3, 0)
    assert counts(split) == [[7, 7], [3, 3], [1, 1]]
    assert set(numbers(split.train)) <= {*range(9), *range(14, 25)}
    assert set(numbers(split.val)) <= {*range(9, 13), *range(14, 25)}
    assert numbers(split.rest) == [13, 25]


def test_a_class_that_is_only_tested_is_left_out_with_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        split = split_shots(photos([4, 4, 2], "tttvtttvee"), 7, 3, 0)
    assert split.train.classes == ("a", "b")
    assert "no photo to train on: c" in caplog.text


def test_too_few_photos_and_one_class_are_named() -> None:
    with pytest.raises(InputError, match=r"too few.*: b, c\n"):
        split_shots(photos([5, 1, 2]), 7, 3, 0)
    with pytest.raises(InputError, match="a, b, c, d, e and 1 more"):
        split_shots(photos([1] * 6), 7, 3, 0)
    with pytest.raises(InputError, match="one class only: a"):
        split_shots(photos([5]), 7, 3, 0)
