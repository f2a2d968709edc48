from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from photo_sets import class_folders, mask, picture, save

from train.data import read
from train.layouts import Skipped, find


def test_a_folder_a_class(tmp_path: Path) -> None:
    listing = find(class_folders(tmp_path, classes=2, photos=11, ending=".jpg"))
    assert listing.layout == "a folder a class"
    assert [entry.name for entry in listing.entries] == ["class0"] * 11 + ["class1"] * 11
    assert [entry.path.stem for entry in listing.entries[:11]] == [str(n) for n in range(11)]
    assert {(entry.split, entry.mask, entry.square) for entry in listing.entries} == {("", None, None)}


def test_pngs_alone_are_photos_and_what_is_no_class_is_left_out(tmp_path: Path) -> None:
    class_folders(tmp_path, classes=2, photos=2, ending=".png")
    save(tmp_path / ".hidden" / "0.png", picture(0))
    save(tmp_path / "__MACOSX" / "0.png", picture(0))
    (tmp_path / "class0" / "notes.txt").write_text("not a photo")
    listing = find(tmp_path)
    assert {entry.name for entry in listing.entries} == {"class0", "class1"}
    assert all(entry.mask is None for entry in listing.entries)
    assert listing.skipped == ()


def test_a_mask_beside_a_photo_becomes_its_alpha(tmp_path: Path) -> None:
    class_folders(tmp_path)
    marked = save(tmp_path / "class0" / "0.mask.png", mask())
    orphan = save(tmp_path / "class1" / "9.mask.png", mask())
    listing = find(tmp_path)
    assert [entry.mask for entry in listing.entries] == [marked, None, None, None]
    assert listing.skipped == (Skipped(orphan, "mask without a photo"),)
    photos, skipped = read([tmp_path])
    assert photos.images[0].shape == (32, 32, 4)
    assert np.array_equal(photos.images[0][..., 3], mask()[..., 0])
    assert np.array_equal(photos.images[0][..., :3], cv2.imread(str(tmp_path / "class0" / "0.png")))
    assert skipped == listing.skipped


def test_a_picture_of_equal_stem_that_is_no_mask_is_a_photo(tmp_path: Path) -> None:
    class_folders(tmp_path, ending=".jpg")
    save(tmp_path / "class0" / "front.jpg", picture(5))
    save(tmp_path / "class0" / "front.png", picture(6))
    assert sum(entry.path.stem == "front" and entry.mask is None for entry in find(tmp_path).entries) == 2


def test_masks_of_another_size_or_empty_are_named(tmp_path: Path) -> None:
    class_folders(tmp_path, photos=3)
    save(tmp_path / "class0" / "0.mask.png", mask(32, 48))
    save(tmp_path / "class0" / "1.mask.png", np.zeros((32, 32, 3), np.uint8))
    photos, skipped = read([tmp_path])
    assert len(photos) == 4
    assert "its mask 0.mask.png is 48x32, the photo 32x32" in skipped[0].reason
    assert "its mask 1.mask.png marks no pixel as the item" in skipped[1].reason
