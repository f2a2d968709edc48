"""A run as a source: its network in PyTorch, as it was trained, is what every form is held against."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import torch
from certificate.sets import check_set
from toy_run import SIZE, run_folder

from edge.certificate.certificate import file_hash
from export.order import Order
from export.run_source import run_source
from gallery.errors import InputError
from train.embedder import to_input
from train.saved import FILE, load


def order(run: Path, **changes: object) -> Order:
    return Order(source=run, form="onnx", **changes)  # type: ignore[arg-type]


def test_the_reference_is_the_trained_network(run: Path) -> None:
    source = run_source(run, order(run))
    check = source.refer(check_set(products=2))
    embedder, _ = load(run)
    with torch.no_grad():
        expected = embedder(to_input(torch.from_numpy(check.crops))).numpy()
    assert check.reference is not None
    np.testing.assert_allclose(check.reference, expected, atol=1e-6)
    assert check.reference_name.startswith(f"pytorch {torch.__version__}, ")
    assert check.reference_name.endswith(f"with the weights of toy/{FILE}")
    assert source.check is None
    assert source.facts.hash == file_hash(run / FILE)


def test_the_rival_is_an_embedder(run: Path) -> None:
    rival = run_source(run, order(run)).rival
    assert rival.embed(np.empty((0, SIZE, SIZE, 3), np.uint8)).shape == (0, 16)
    vectors = rival.embed(np.zeros((2, SIZE, SIZE, 3), np.uint8)[:, ::-1])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_card_is_what_the_run_and_the_order_say(run: Path, tmp_path: Path) -> None:
    card = run_source(run, order(run, licence="MIT", trained_on=("my photos",))).card
    assert (card.name, card.dimension, card.height, card.width) == ("toy", 16, SIZE, SIZE)
    assert (card.licence, card.training_data, card.distance_threshold) == ("MIT", ("my photos",), 0.8)
    assert card.backbone == "test_efficientnet + test_efficientnet"
    assert card.recipe == "checkout-edge train --recipe product"
    named = run_source(run, order(run, out=tmp_path / "mine.onnx"))
    assert (named.name, named.card.name, named.card.training_data) == ("mine", "mine", ("photos",))


def test_a_form_of_a_run_is_named_after_the_run(run: Path, tmp_path: Path) -> None:
    """The file asked for is the form; the space belongs to the ONNX file beside it."""
    half = Order(source=run, form="onnx-fp16", out=tmp_path / "half.onnx")
    assert run_source(run, half).card.name == "toy"


@pytest.mark.parametrize(
    "about", [{"recipe": "softmax", "kind": "softmax", "threshold": None}, {"threshold": None}]
)
def test_a_run_that_embeds_no_new_classes_is_refused(tmp_path: Path, about: dict[str, object]) -> None:
    run_folder(tmp_path, **about)
    with pytest.raises(InputError, match="without an embedder for new classes") as caught:
        run_source(tmp_path, order(tmp_path))
    assert "recipe product" in caught.value.remedy


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no embedder"):
        run_source(tmp_path, order(tmp_path))
