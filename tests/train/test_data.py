from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from gallery.errors import InputError
from train.data import SHORT_SIDE, Photos, merge, read_photos


def test_labels_follow_the_sorted_folder_names(toy: Photos) -> None:
    assert toy.classes == ("blue", "green", "red", "white")
    assert toy.labels.tolist() == sorted([0, 1, 2, 3] * 12)


def test_a_corrupt_photo_is_skipped_with_a_line(
    toy_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = shutil.copytree(toy_folder, tmp_path / "toy")
    (folder / "red" / "99.jpg").write_bytes(b"no photo")
    (folder / "red" / "98.jpg").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        photos = read_photos([folder])
    assert len(photos) == 48
    assert "99.jpg" in caplog.text
    assert "98.jpg" in caplog.text


def test_a_large_photo_is_kept_small_and_alpha_is_kept(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / "0.png"), np.zeros((2 * SHORT_SIDE, 3 * SHORT_SIDE, 4), np.uint8))
    assert read_photos([tmp_path]).images[0].shape == (SHORT_SIDE, 1.5 * SHORT_SIDE, 4)


def test_no_folder_and_one_class_are_refused(toy_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        read_photos([tmp_path / "nothing"])
    shutil.copytree(toy_folder / "red", tmp_path / "red")
    with pytest.raises(InputError, match="at least 2"):
        read_photos([tmp_path])


def test_parts_of_a_set_make_the_set_again(toy: Photos) -> None:
    apart = toy.without(["red"]), toy.only(["red"])
    assert apart[0].classes == ("blue", "green", "white")
    whole = merge(apart)
    assert whole.classes == toy.classes
    assert sorted(whole.labels.tolist()) == toy.labels.tolist()
    red = [image for image, label in zip(whole.images, whole.labels, strict=True) if label == 2]
    assert all(image is expected for image, expected in zip(red, toy.images[24:36], strict=True))


def test_equal_names_in_two_folders_are_one_class(toy_folder: Path, toy: Photos) -> None:
    twice = read_photos([toy_folder, toy_folder])
    assert twice.classes == toy.classes
    assert len(twice) == 2 * len(toy)


def test_a_split_keeps_classes_and_numbers(toy: Photos) -> None:
    splits = tuple("test" if i % 3 == 0 else "train" for i in range(len(toy)))
    photos = replace(toy, splits=splits)
    assert photos.has_splits
    assert not toy.has_splits
    part = photos.only(["red", "white"]).split("test")
    assert (part.classes, part.splits) == (("red", "white"), ("test",) * 8)
    assert part.labels.tolist() == [0] * 4 + [1] * 4
    assert part.images[0] is photos.images[24]
    only_blue = replace(photos, splits=tuple("val" if i == 0 else "" for i in range(len(toy)))).split("val")
    assert (only_blue.classes, only_blue.labels.tolist()) == (photos.classes, [0])
    assert len(toy.split("train")) == 0
    assert merge([toy, photos]).splits == ("",) * len(toy) + splits
    assert merge([toy, toy]).splits == ()
