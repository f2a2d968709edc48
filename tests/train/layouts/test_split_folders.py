from __future__ import annotations

import logging
from pathlib import Path

import pytest
from photo_sets import class_folders

from train.layouts import find


@pytest.mark.parametrize(
    ("folder", "split"),
    [("train", "train"), ("val", "val"), ("valid", "val"), ("Validation", "val"), ("TEST", "test")],
)
def test_every_word_for_a_split(tmp_path: Path, folder: str, split: str) -> None:
    listing = find(class_folders(tmp_path / folder, classes=2, photos=3).parent)
    assert listing.layout == "train/val/test folders"
    assert [(entry.name, entry.split) for entry in listing.entries] == [
        (name, split) for name in ("class0", "class1") for _ in range(3)
    ]


def test_what_lies_beside_the_splits_is_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("train", "test", "iconic"):
        class_folders(tmp_path / name)
    with caplog.at_level(logging.WARNING):
        listing = find(tmp_path)
    assert [entry.split for entry in listing.entries] == ["train"] * 4 + ["test"] * 4
    assert "left out" in caplog.text
    assert "iconic" in caplog.text


def test_a_class_named_train_is_a_class(tmp_path: Path) -> None:
    class_folders(tmp_path)
    (tmp_path / "class0").rename(tmp_path / "train")
    listing = find(tmp_path)
    assert listing.layout == "a folder a class"
    assert {entry.name for entry in listing.entries} == {"class1", "train"}
