from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import torch
from graphs import CARD, DIMENSION, SIZE, answers, unit_graph
from torch import Tensor, nn

from export.onnx import write_model
from export.parity import parity
from train.embedder import Embedder, Shape


class ByFile(nn.Module):
    """What the file of the toy answers, turned by some angle in one plane."""

    def __init__(self, angle: float) -> None:
        super().__init__()
        self.angle = angle

    def forward(self, images: Tensor) -> Tensor:
        vectors = answers(unit_graph(), images.numpy())
        turn = np.eye(DIMENSION, dtype=np.float32)
        turn[:2, :2] = [
            [np.cos(self.angle), -np.sin(self.angle)],
            [np.sin(self.angle), np.cos(self.angle)],
        ]
        return torch.from_numpy(vectors @ turn)


@pytest.mark.parametrize("angle", [0.0, 0.2])
def test_the_least_cosine_is_that_of_the_crop_farthest_off(
    angle: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(unit_graph(), CARD, path := tmp_path / "toy.onnx")
    monkeypatch.setattr("export.parity.Deployed", lambda _: ByFile(angle))
    found = parity(Embedder(Shape("test_efficientnet", DIMENSION, SIZE)), path)
    assert np.cos(angle) - 1e-6 <= found <= 1 + 1e-6
    assert (found < 0.9999) == (angle > 0)
