from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

import export.onnx
from edge import embed
from edge.card import METADATA_KEY, ModelCard, content_hash
from edge.embed.checks import INPUT
from export.batches import BATCHES, LEAST_COSINE, check_batches
from export.half import SMALLEST, load_full
from export.onnx import Deployed, write_model
from export.onnx import export as write
from export.opset import IR, OPSET
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


def parity(network: Embedder, path: Path) -> float:
    """The least cosine between a file's embeddings and PyTorch's, over batches of 1, 2, 7 and 32."""
    device, model = embed.load(path, "cpu"), Deployed(network).eval()
    rng, least = np.random.default_rng(0), 1.0
    for count in BATCHES:
        crops = rng.integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)
        with torch.no_grad():
            expected = model(torch.from_numpy(crops)).numpy()
        least = min(least, float((device.embed(crops) * expected).sum(1).min()))
    return least


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


def test_the_graph_is_one_that_an_old_tensorrt_reads(exported: Path) -> None:
    model = onnx.load(exported)
    assert [entry.version for entry in model.opset_import] == [OPSET]
    assert model.ir_version == IR
    assert not model.functions
    operators = [node.op_type for node in model.graph.node]
    assert not {"Shape", "Expand", "Slice", "BatchNormalization", "Identity"} & set(operators)
    assert [node.op_type for node in model.graph.node if INPUT in node.input] == ["Cast"]
    assert operators[: operators.index("Conv")] == ["Cast", "Transpose", "Sub"]


def test_it_runs_at_every_batch(exported: Path) -> None:
    assert check_batches(exported) >= LEAST_COSINE


def test_other_weights_are_another_content(exported: Path, tmp_path: Path) -> None:
    changed = load_full(exported)
    bias = next(tensor for tensor in changed.graph.initializer if tensor.name.endswith("head.bias"))
    bias.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(bias) + np.float32(0.1), bias.name))
    card = write_model(changed, CARD, tmp_path / "x.onnx")
    assert card.content_hash != embed.load(exported, "cpu").card.content_hash
    assert embed.load(tmp_path / "x.onnx", "cpu").card == card


def test_the_same_graph_is_the_same_content_whatever_its_card(exported: Path, tmp_path: Path) -> None:
    model = onnx.load(exported)
    before = model.SerializeToString()
    card = write_model(model, CARD.model_copy(update={"name": "other"}), tmp_path / "x.onnx")
    assert card.content_hash == embed.load(exported, "cpu").card.content_hash
    assert model.SerializeToString() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.onnx"]


def test_a_graph_that_is_wrong_is_not_written(exported: Path, tmp_path: Path) -> None:
    wrong = load_full(exported)
    wrong.graph.node[-1].input[0] = "nowhere"
    with pytest.raises(onnx.checker.ValidationError):
        write_model(wrong, CARD, tmp_path / "x.onnx")
    assert not list(tmp_path.iterdir())


def test_swapped_colours_fail_parity(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(images: Tensor) -> Tensor:
        return images.permute(0, 3, 1, 2).float() / 127.5 - 1.0

    monkeypatch.setattr(export.onnx, "to_input", swapped)
    assert parity(embedder(), exported) < LEAST_COSINE


def test_large_weights_of_two_branches_take_half_the_room_and_are_the_same_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    both = Embedder(Shape("test_efficientnet", 12, 32, generalist=Generalist("test_efficientnet", 4, (0.3,))))
    before = copy.deepcopy(both)
    write(both, CARD, path := tmp_path / "both.onnx", half=True)
    assert parity(both, path) >= LEAST_COSINE
    assert parity(before, path) >= 0.999
    crops = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    vectors = embed.load(path, "cpu").embed(crops)
    assert np.square(vectors[:, :4]).sum(1) == pytest.approx(0.3, abs=1e-4)
    whole = load_full(path)
    large = [t for t in whole.graph.initializer if len(t.dims) > 1 and np.prod(t.dims) >= SMALLEST]
    saved = 2 * sum(int(np.prod(tensor.dims)) for tensor in large)
    assert path.stat().st_size == pytest.approx(whole.ByteSize() - saved, rel=0.02)
    stored = {t.name: t.data_type for t in onnx.load(path).graph.initializer}
    assert {name for name, kind in stored.items() if kind == onnx.TensorProto.FLOAT16} == {
        f"{tensor.name}_half" for tensor in large
    }
    assert large
