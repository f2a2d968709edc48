from __future__ import annotations

import numpy as np
import pytest
import torch

from train.data import Photos
from train.engine.judge import ByClass, ByNearest, ByOthers, loss_of
from train.losses.softmax import Softmax
from train.losses.triplets import SemiHard

AXES = torch.eye(3)


def photos(labels: list[int]) -> Photos:
    images = tuple(np.zeros((1, 1, 3), np.uint8) for _ in labels)
    return Photos(images, np.array(labels), ("a", "b", "c"))


def test_the_nearest_known_photo_names() -> None:
    known, asked = photos([0, 1, 2]), photos([0, 1, 1, 2])
    see = {id(known): AXES, id(asked): AXES[[0, 1, 2, 2]]}
    verdict = ByNearest(known, asked)(lambda which: see[id(which)], SemiHard())
    assert verdict.recall_at_1 == 0.75
    assert verdict.val_loss is not None


def test_the_largest_output_names() -> None:
    logits = torch.tensor([[3.0, 1, 0], [0, 1, 3]])
    verdict = ByClass(photos([0, 1]))(lambda _: logits, Softmax())
    expected = torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1]))
    assert verdict.recall_at_1 == 0.5
    assert verdict.val_loss == pytest.approx(float(expected))


def test_a_photo_does_not_name_itself() -> None:
    outputs = torch.tensor([[0.0, 0], [0, 1], [5, 0], [5, 1]])
    assert ByOthers(photos([0, 0, 1, 1]))(lambda _: outputs, SemiHard()).recall_at_1 == 1
    assert ByOthers(photos([0, 1, 0, 1]))(lambda _: outputs, SemiHard()).recall_at_1 == 0


def test_the_loss_is_the_mean_over_photos_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    logits, asked = torch.randn(7, 3), photos([2, 0, 1, 1, 0, 2, 2])
    whole = loss_of(logits, asked, Softmax())
    monkeypatch.setattr("train.engine.judge.CHUNK", 3)
    assert loss_of(logits, asked, Softmax()) == pytest.approx(whole, rel=1e-6)
