from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from train.sets import UNSEEN_CALTECH, UNSEEN_GROCERY, Sets, grocery_shelf


def draw(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).mkdir(parents=True)
        cv2.imwrite(str(folder / name / "0.png"), np.zeros((16, 16, 3), np.uint8))


def test_no_unseen_class_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in {"DRAWN_SHOPS": 2, "UNSEEN_SHOPS": 1, "DRAWN_VIEWS": 1}.items():
        monkeypatch.setattr(f"train.sets.{name}", number)
    fruit = [f"fruit {i}" for i in range(UNSEEN_GROCERY + 3)]
    draw(tmp_path / "grocery/train", fruit)
    draw(tmp_path / "grocery/val", fruit[:4])
    draw(tmp_path / "caltech101", [f"thing {i}" for i in range(UNSEEN_CALTECH + 2)])
    sets = Sets.read(tmp_path)
    apart = {name for photos in sets.unseen for name in photos.classes}
    assert len(sets.train.classes) == 5 + 12
    assert not apart & set(sets.train.classes)
    assert len(apart) == UNSEEN_GROCERY + UNSEEN_CALTECH + 12


def test_the_one_class_that_test_names_differently_is_the_same(tmp_path: Path) -> None:
    draw(tmp_path / "grocery/train", ["Fruit--Kiwi", "Vegetables--Brown-Cap-Mushroom"])
    draw(tmp_path / "grocery/test", ["Fruit--Kiwi", "Vegetables--Mushroom--Brown-Cap-Mushroom"])
    shelf, asked = grocery_shelf(tmp_path)
    assert asked.classes == shelf.classes
