from __future__ import annotations

from pathlib import Path

import pytest
import torch

from gallery.errors import InputError
from train.embedder import Embedder, Shape
from train.saved import FILE, About, load, save

ABOUT = About(
    recipe="paper",
    shape=Shape("test_efficientnet", 16, 32, "avg"),
    classes=("a", "b"),
    training_data=("photos",),
    threshold=0.9,
    k=3,
)


def test_what_is_saved_comes_back_without_further_knowledge(tmp_path: Path) -> None:
    embedder = Embedder(ABOUT.shape).eval()
    save(tmp_path, embedder, ABOUT)
    again, about = load(tmp_path)
    images = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(again(images), embedder(images))
    assert about == ABOUT
    assert not again.training


def test_none_a_broken_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no embedder\.pt"):
        load(tmp_path)
    save(tmp_path, Embedder(ABOUT.shape), ABOUT)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:999])
    with pytest.raises(InputError, match="damaged") as error:
        load(tmp_path)
    assert error.value.remedy
    torch.save({"weights": {}}, tmp_path / FILE)
    with pytest.raises(InputError, match="not an embedder"):
        load(tmp_path)
    save(tmp_path, Embedder(Shape("test_efficientnet", 8, 32)), ABOUT)
    with pytest.raises(InputError, match="not an embedder"):
        load(tmp_path)
