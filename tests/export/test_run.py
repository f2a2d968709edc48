"""From the command line: train a toy, export it, use it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import torch

from edge import embed
from export.run import export_run
from gallery.errors import InputError
from train.embedder import Embedder, Generalist, Shape
from train.saved import About, save


def run_folder(folder: Path, **about: object) -> Path:
    """A folder such as `checkout-edge train` leaves."""
    torch.manual_seed(0)
    shape = Shape("test_efficientnet", 12, 32, generalist=Generalist("test_efficientnet", 4, (0.3,)))
    facts = {"recipe": "product", "kind": "embedder", "threshold": 0.8, "k": 3, **about}
    card = About(shape=shape, classes=("a", "b"), training_data=("photos",), **facts)  # type: ignore[arg-type]
    save(folder, Embedder(shape), card)
    return folder


def test_the_card_says_what_the_run_was(tmp_path: Path) -> None:
    run, out = run_folder(tmp_path), tmp_path / "toy.onnx"
    card = export_run(run, out, licence="MIT")
    device = embed.load(out, "cpu")
    assert device.card == card
    assert (card.name, card.dimension, card.height, card.licence) == ("toy", 16, 32, "MIT")
    assert card.backbone == "test_efficientnet + test_efficientnet"
    assert card.training_data == ("photos",)
    assert card.distance_threshold == 0.8
    vectors = device.embed(np.zeros((2, 32, 32, 3), np.uint8))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["embedder.pt", "toy.onnx"]


def test_what_is_no_embedder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no"):
        export_run(tmp_path, tmp_path / "x.onnx", licence="MIT")
    run_folder(tmp_path, recipe="softmax", kind="softmax", threshold=None)
    with pytest.raises(InputError, match="softmax run"):
        export_run(tmp_path, tmp_path / "x.onnx", licence="MIT")


def test_a_file_that_answers_otherwise_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_folder(tmp_path)
    monkeypatch.setattr("export.run.parity", lambda *_: 0.99)
    with pytest.raises(InputError, match="nothing was written"):
        export_run(run, tmp_path / "x.onnx", licence="MIT")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["embedder.pt"]
