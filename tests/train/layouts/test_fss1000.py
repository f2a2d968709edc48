from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_sets import class_folders, fss, mask, picture, save

from gallery.errors import InputError
from train.data import read
from train.layouts import Entry, find, fss1000
from train.layouts.decode import decode


@pytest.mark.parametrize("inside", ["", "fewshot_data"])
def test_as_published_and_from_the_folder_above(tmp_path: Path, inside: str) -> None:
    fss(tmp_path / inside, classes=2, photos=10)
    save(tmp_path / "__MACOSX" / "1.jpg", picture(0))
    listing = find(tmp_path)
    assert listing.layout == "FSS-1000"
    assert [entry.path.stem for entry in listing.entries[:10]] == [str(n) for n in range(1, 11)]
    assert all(entry.mask == entry.path.with_suffix(".png") for entry in listing.entries)
    assert {entry.name for entry in listing.entries} == {"class0", "class1"}


def test_cropped_to_the_mask_and_resized_as_in_the_paper(tmp_path: Path) -> None:
    fss(tmp_path)
    photos, skipped = read([tmp_path])
    whole = cv2.imread(str(tmp_path / "class0" / "1.jpg"))
    assert photos.images[0].shape == (224, 224, 3)
    assert np.array_equal(photos.images[0], cv2.resize(whole[4:20, 8:24], (224, 224)))
    assert (len(photos), skipped) == (6, ())


def test_faults_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    fss(tmp_path, classes=3, photos=10)
    save(tmp_path / "class0" / "1.png", mask(30, 40))
    save(tmp_path / "class0" / "2.png", np.zeros((32, 32, 3), np.uint8))
    (tmp_path / "class0" / "3.png").write_bytes(b"")
    (tmp_path / "class0" / "4.png").unlink()
    (tmp_path / "class1" / "1.jpg").unlink()
    (tmp_path / "class1" / "2.jpg").write_bytes(b"\xff\xd8\xff broken")
    photos, skipped = read([tmp_path])
    reasons = {f"{one.path.parent.name}/{one.path.name}": one.reason for one in skipped}
    assert len(photos) == 30 - 6
    assert "1.png is 40x30, the photo 32x32" in reasons["class0/1.jpg"]
    assert "2.png marks no pixel" in reasons["class0/2.jpg"]
    assert "3.png is empty (0 bytes)" in reasons["class0/3.jpg"]
    assert reasons["class0/4.jpg"] == "no mask beside it"
    assert reasons["class1/1.png"] == "mask without a photo"
    assert "broken" in reasons["class1/2.jpg"]
    assert len(reasons) == 6


def test_jpegs_or_pngs_alone_are_no_fss(tmp_path: Path) -> None:
    assert not fss1000.matches(class_folders(tmp_path / "a", ending=".jpg"))
    assert not fss1000.matches(class_folders(tmp_path / "b", ending=".png"))
    assert not fss1000.matches(tmp_path)


def test_numbered_photos_in_two_formats_are_photos(tmp_path: Path) -> None:
    class_folders(tmp_path, ending=".jpg")
    listing = find(class_folders(tmp_path, ending=".png"))
    assert listing.layout == "a folder a class"
    assert len(listing.entries) == 8
    assert all(entry.mask is None for entry in listing.entries)


@pytest.mark.parametrize("bad", [mask(20, 20), np.zeros((32, 32, 3), np.uint8)], ids=["size", "empty"])
def test_masks_that_are_all_bad_are_not_taken_for_photos(tmp_path: Path, bad: np.ndarray) -> None:
    fss(tmp_path, classes=2, photos=2)
    for path in tmp_path.rglob("*.png"):
        save(path, bad)
    assert find(tmp_path).layout == "FSS-1000"
    with pytest.raises(InputError, match=r"0 class with a photo.*4 files cannot be used.*its mask 1\.png"):
        read([tmp_path])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_box_of_a_mask_is_what_is_kept(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    height, width = data.draw(st.integers(16, 60)), data.draw(st.integers(16, 60))
    x1, y1 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x2, y2 = data.draw(st.integers(x1 + 1, width)), data.draw(st.integers(y1 + 1, height))
    image = np.zeros((height, width, 3), np.uint8)
    image[y1:y2, x1:x2] = (10, 200, 30)
    folder = tmp_path_factory.mktemp("fss")
    photo = save(folder / "photo.png", image)
    beside = save(folder / "mask.png", mask(height, width, (x1, y1, x2, y2)))
    kept = decode(Entry(photo, "a", mask=beside, square=224), 288)
    assert kept.shape == (224, 224, 3)
    assert (kept == (10, 200, 30)).all()
