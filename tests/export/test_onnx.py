from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
import torch
from torch import Tensor

import export.onnx
from edge import embed
from edge.card import METADATA_KEY, ModelCard, content_hash
from export.half import SMALLEST
from export.onnx import export as write
from export.batches import LEAST_COSINE
from export.parity import parity
from train.embedder import Embedder, Generalist, Shape

CARD = ModelCard(
    name="toy",
    dimension=16,
    height=32,
    width=32,
    backbone="test_efficientnet",
    training_data=("nothing",),
    licence="Apache-2.0",
    recipe="a test",
    distance_threshold=1.0,
    content_hash="0" * 64,
)


def embedder() -> Embedder:
    torch.manual_seed(0)
    made = Embedder(Shape("test_efficientnet", 16, 32))
    torch.nn.init.normal_(made.head.weight)  # spread the embeddings of an untrained net
    return made.train()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "toy.onnx"
    write(embedder(), CARD, path)
    return path


def test_the_file_is_the_network(exported: Path) -> None:
    assert parity(embedder(), exported) >= LEAST_COSINE


def test_any_batch_and_unit_length(exported: Path) -> None:
    session = embed.load(exported, "cpu")
    crops = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
    together = session.embed(crops)
    assert together.shape == (5, 16)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = np.concatenate([session.embed(crop[None]) for crop in crops])
    assert np.allclose(together, alone, atol=1e-4)


def test_the_card_travels_and_names_the_content(exported: Path) -> None:
    data = exported.read_bytes()
    card = embed.load(exported, "cpu").card
    assert card.content_hash == content_hash(data)
    assert card == CARD.model_copy(update={"content_hash": card.content_hash})
    model = onnx.load_from_string(data)
    assert [entry.key for entry in model.metadata_props] == [METADATA_KEY]
    assert [entry.name for entry in model.graph.input] == ["images"]
    assert model.graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.UINT8


def test_other_weights_are_another_content(exported: Path, tmp_path: Path) -> None:
    changed = embedder()
    with torch.no_grad():
        changed.head.bias += 0.1
    assert (
        write(changed, CARD, tmp_path / "x.onnx").content_hash
        != embed.load(exported, "cpu").card.content_hash
    )


def test_swapped_colours_fail_parity(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(images: Tensor) -> Tensor:
        return images.permute(0, 3, 1, 2).float() / 127.5 - 1.0

    monkeypatch.setattr(export.onnx, "to_input", swapped)
    assert parity(embedder(), exported) < LEAST_COSINE


def test_half_weights_make_half_a_file_and_the_same_network(exported: Path, tmp_path: Path) -> None:
    network = embedder()
    write(network, CARD, half := tmp_path / "half.onnx", half=True)
    assert half.stat().st_size < 0.65 * exported.stat().st_size
    assert parity(network, half) >= LEAST_COSINE
    assert parity(embedder(), half) >= 0.999
    tensors = [tensor for tensor in onnx.load(half).graph.initializer if len(tensor.dims) > 1]
    kept = {tensor.data_type for tensor in tensors if np.prod(tensor.dims) >= SMALLEST}
    assert kept == {onnx.TensorProto.FLOAT16}


def test_two_branches_are_one_graph(tmp_path: Path) -> None:
    torch.manual_seed(0)
    both = Embedder(Shape("test_efficientnet", 12, 32, generalist=Generalist("test_efficientnet", 4, (0.3,))))
    write(both, CARD, path := tmp_path / "both.onnx", half=True)
    assert parity(both, path) >= LEAST_COSINE
    crops = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    vectors = embed.load(path, "cpu").embed(crops)
    assert np.square(vectors[:, :4]).sum(1) == pytest.approx(0.3, abs=1e-4)
