"""What cannot be chosen after training is told before it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gallery.errors import InputError
from train.data import Photos
from train.engine.numerics import Numerics
from train.engine.world import World
from train.recipes.product import origins, prepare
from train.settings import ProductSettings

TINY = {"backbone": "test_efficientnet", "weights": "none", "size": 32, "held": 0}


def photos(*data_sets: int) -> Photos:
    """Data sets of so many classes, eight grey pictures of each class."""
    count = sum(data_sets)
    images = tuple(np.full((20, 20, 3), i, np.uint8) for i in range(8 * count))
    numbers = tuple(number for number, classes in enumerate(data_sets) for _ in range(classes))
    names = tuple(f"class {i:02}" for i in range(count))
    return Photos(images, np.repeat(np.arange(count), 8), names, (), numbers if len(data_sets) > 1 else ())


def begin(data: Photos, folder: Path, **settings: object) -> None:
    chosen = ProductSettings.model_validate({**TINY, **settings})
    prepare(chosen, data, Numerics(), World(), folder / "checkpoint.pt")


def test_nothing_to_choose_by_is_told_before_training(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no class is kept out"):
        begin(photos(10), tmp_path, unseen=0)
    with pytest.raises(InputError, match="no class is kept out"):
        begin(photos(10), tmp_path, unseen=0, alpha=1, generalist="test_efficientnet")
    assert not list(tmp_path.iterdir())


def test_shares_must_be_one_or_one_for_each_data_set(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3 shares for 2 data sets"):
        begin(photos(10, 10), tmp_path, generalist="test_efficientnet", shares="0.1,0.2,0.3")


def test_ten_classes_are_enough_and_the_kept_out_are_named(tmp_path: Path) -> None:
    begin(photos(10), tmp_path)
    assert len((tmp_path / "unseen.txt").read_text().splitlines()) == 2


def test_a_fifth_of_each_data_set_is_kept_out(tmp_path: Path) -> None:
    data = photos(10, 20)
    begin(data, tmp_path)
    kept = set((tmp_path / "unseen.txt").read_text().splitlines())
    assert [len(kept & set(names)) for names in data.by_origin] == [2, 4]
    assert [len(part.classes) for part in origins(data.only(kept))] == [2, 4]
