from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.errors import InputError
from train.data import SHORT_SIDE, Photos, merge, read, read_photos, require
from train.layouts import Skipped


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


def half_transparent(height: int, width: int) -> NDArray[np.uint8]:
    image = np.zeros((height, width, 4), np.uint8)
    image[: height // 2, :, 3] = 255
    return image


def test_a_large_photo_is_kept_small_and_alpha_is_kept(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / "0.png"), half_transparent(2 * SHORT_SIDE, 3 * SHORT_SIDE))
    assert read_photos([tmp_path]).images[0].shape == (SHORT_SIDE, 1.5 * SHORT_SIDE, 4)


def test_no_folder_and_one_class_are_refused(toy_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        read_photos([tmp_path / "nothing"])
    shutil.copytree(toy_folder / "red", tmp_path / "red")
    with pytest.raises(InputError, match="at least 2"):
        read_photos([tmp_path])


def test_one_class_of_which_all_is_broken_says_so(toy_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_folder / "red", tmp_path / "red")
    (tmp_path / "blue").mkdir()
    (tmp_path / "blue" / "0.jpg").write_bytes(b"")
    with pytest.raises(InputError, match=r"1 class with a photo.*blue/0.jpg: is empty"):
        read_photos([tmp_path])


def test_what_was_skipped_is_handed_on(toy_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(toy_folder, tmp_path / "toy")
    whole = (folder / "red" / "03.png").read_bytes()
    (folder / "red" / "03.png").write_bytes(whole[: len(whole) // 2])
    (folder / "blue" / "05.heic").write_bytes(b"x")
    photos, skipped = read([folder])
    assert len(photos) == 47
    assert {one.path.name: one.reason for one in skipped}.keys() == {"03.png", "05.heic"}
    assert any("cut short" in one.reason for one in skipped)


def test_a_photo_without_the_right_to_read_is_skipped(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, read_bytes = toy_folder / "red" / "03.png", Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    photos, skipped = read([toy_folder])
    assert len(photos) == 47
    assert skipped == (Skipped(locked, "cannot be read (Permission denied)"),)


def test_classes_with_too_few_photos_are_named(toy: Photos) -> None:
    require(toy, 12)
    rows = [i for i, label in enumerate(toy.labels) if label != 2 or i % 12 < 2]
    poor = Photos(tuple(toy.images[i] for i in rows), toy.labels[rows], toy.classes)
    with pytest.raises(InputError, match="1 of 4 classes have fewer than 3 photos: red has 2"):
        require(poor, 3)
    many = replace(toy, classes=tuple("abcdefgh"), labels=np.arange(48) % 8)
    with pytest.raises(InputError, match=r"a has 6, b has 6, c has 6, d has 6, e has 6 and 3 more"):
        require(many, 7)


def test_splits_and_several_layouts_come_together(toy_folder: Path, tmp_path: Path) -> None:
    for split in ("train", "test"):
        shutil.copytree(toy_folder / "red", tmp_path / "shop" / split / "red")
        shutil.copytree(toy_folder / "blue", tmp_path / "shop" / split / "blue")
    manifest = tmp_path / "more.csv"
    manifest.write_text(f"path,class\n{toy_folder}/white/00.png,white\n{toy_folder}/red/00.png,red\n")
    photos = read_photos([tmp_path / "shop", manifest])
    assert photos.classes == ("blue", "red", "white")
    assert [len(photos.split(name)) for name in ("train", "test", "", "val")] == [24, 24, 2, 0]
    assert photos.splits[-1] == ""
    assert np.bincount(photos.labels).tolist() == [24, 25, 1]


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
