from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from photo_sets import class_folders, picture, save

from gallery.errors import InputError
from train.inspect import inspect
from train.inspect.facts import facts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Splits with one photo in both, one in two classes, a broken one, and a class of one photo."""
    root = tmp_path / "shop"
    class_folders(root / "train", classes=2, photos=4)
    save(root / "test" / "class0" / "0.png", picture(900, 48, 64))
    shutil.copy(root / "train" / "class0" / "1.png", root / "test" / "class0" / "leaked.png")
    shutil.copy(root / "train" / "class0" / "2.png", root / "train" / "class1" / "mixed.png")
    save(root / "test" / "single" / "0.png", picture(901))
    (root / "train" / "class1" / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    return root


def test_everything_about_a_set(folder: Path) -> None:
    found = inspect([folder])
    assert found.layouts == ("train/val/test folders",)
    assert found.counts == {"single": 1, "class1": 5, "class0": 6}
    assert list(found.counts) == ["single", "class1", "class0"]
    assert found.splits == {"train": (9, 2), "test": (3, 2)}
    assert found.not_in_train == ("single",)
    assert found.sizes == {(32, 32): 11, (64, 48): 1}
    assert [one.path.name for one in found.skipped] == ["broken.jpg"]
    assert [(pair.across, pair.second.path.name) for pair in found.pairs] == [
        ("splits", "leaked.png"),
        ("classes", "mixed.png"),
    ]
    assert found.leaks == found.pairs


def test_as_json(folder: Path) -> None:
    said = json.loads(json.dumps(facts(inspect([folder]), [Path("contact-1.jpg")])))
    assert said["data"] == [{"path": str(folder), "layout": "train/val/test folders"}]
    assert said["photos"] == 12
    assert said["splits"]["test"] == {"photos": 3, "classes": 2}
    assert said["not_in_train"] == ["single"]
    assert said["sizes"][0] == {"width": 32, "height": 32, "photos": 11}
    assert said["skipped"][0]["path"].endswith("broken.jpg")
    assert said["near_duplicates"][0]["across"] == "splits"
    assert said["near_duplicates"][0]["first"] == {
        "path": str(folder / "train/class0/1.png"),
        "class": "class0",
        "split": "train",
    }
    assert said["pictures"] == ["contact-1.jpg"]


def test_several_sets_are_one(folder: Path, tmp_path: Path) -> None:
    plain = class_folders(tmp_path / "plain", classes=1, photos=1)
    save(plain / "class0" / "0.png", picture(33))
    found = inspect([folder, plain])
    assert found.layouts == ("train/val/test folders", "a folder a class")
    assert found.splits[""] == (1, 1)
    assert inspect([plain]).splits == {}
    assert inspect([plain]).not_in_train == ()


def test_not_one_photo_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "0.jpg").write_bytes(b"")
    with pytest.raises(InputError, match=r"none of 1 photos can be read, such as .*0\.jpg: is empty"):
        inspect([tmp_path])
