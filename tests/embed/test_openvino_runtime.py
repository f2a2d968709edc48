"""OpenVINO itself, on the tiny model and the shipped one."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from embed.tiny import build, expected, tiny_card, write, write_tiny_embedder

from edge import embed, models
from edge.embed import openvino_runtime
from gallery.errors import DeviceError, InputError

openvino = pytest.importorskip("openvino")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_embedder(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_any_batch_in_any_order_gives_the_vectors_that_numpy_gives(model: Path) -> None:
    embedder = embed.load(model, "openvino", 1)
    kept = []
    for count in (0, 1, 33, 2, 32, 1, 7, 65):
        images = np.random.default_rng(count).integers(0, 256, (count, 32, 32, 3), np.uint8)
        vectors = embedder.embed(images)
        assert (vectors.shape, vectors.dtype) == ((count, 8), np.float32)
        kept.append((vectors, expected(images)))
    for vectors, right in kept:  # none was overwritten by a later call
        np.testing.assert_allclose(vectors, right, atol=1e-5)


def test_a_view_into_a_larger_picture_is_taken(model: Path) -> None:
    view = np.random.default_rng(3).integers(0, 256, (2, 64, 64, 3), np.uint8)[:, ::2, ::-2]
    np.testing.assert_allclose(embed.load(model, "openvino", 1).embed(view), expected(view), atol=1e-5)


def test_it_says_what_runs_and_why(model: Path) -> None:
    embedder = embed.load(model, "openvino", threads=2)
    assert embedder.provider.startswith(f"openvino {openvino.__version__.split('-')[0]} CPU in FP32, 2 th")
    assert embedder.reason == "openvino was asked for"


def test_the_shipped_model_answers_as_onnxruntime_does() -> None:
    """In bfloat16, which OpenVINO takes by itself where the CPU has it, the cosine is about 0.99."""
    pytest.importorskip("onnxruntime")
    other, embedder = embed.load(models.default(), "cpu", 1), embed.load(models.default(), "openvino", 1)
    coarse = np.random.default_rng(0).integers(0, 256, (5, 6, 6, 3), np.uint8)
    images = coarse.repeat(-(-other.card.height // 6), 1).repeat(-(-other.card.width // 6), 2)
    images = images[:, : other.card.height, : other.card.width]
    cosines = np.sum(other.embed(images) * embedder.embed(images), axis=1)
    assert cosines.min() >= 0.99999


def test_a_runtime_that_computes_in_bfloat16_all_the_same_is_refused(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Core:
        def read_model(self, data: bytes) -> Any:
            return openvino.Core().read_model(data)

        def compile_model(self, read: Any, _device: str, settings: dict[str, Any]) -> Any:
            assert settings["INFERENCE_PRECISION_HINT"] == "f32"
            return SimpleNamespace(get_property=lambda name: openvino.Type.bf16)

    fake = SimpleNamespace(Core=Core, __version__="2026.4.1-1")
    monkeypatch.setattr(openvino_runtime, "find_openvino", lambda: fake)
    with pytest.raises(DeviceError, match="bf16 though told FP32"):
        embed.load(model, "openvino")


def test_where_it_is_not_installed_the_install_line_is_given(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(DeviceError, match="openvino is not installed") as caught:
        embed.load(model, "openvino")
    assert caught.value.remedy == "pip install 'checkout-edge[openvino]'"


@pytest.mark.parametrize(
    ("odd", "named"),
    [
        ({"input": "pixels"}, "input is pixels uint8"),
        ({"output": "vector2"}, "output is vector2 float"),
        ({"dtype": 1}, "images float"),
        ({"batch": 1}, "[1, 32, 32, 3]"),
        ({"length": 2.0}, "length 2, not 1"),
    ],
    ids=str,
)
def test_a_graph_that_breaks_the_contract_is_refused(tmp_path: Path, odd: dict[str, Any], named: str) -> None:
    path = write(tmp_path / "odd.onnx", build(**odd), tiny_card())
    with pytest.raises(InputError) as caught:
        embed.load(path, "openvino", 1)
    assert named in caught.value.problem


def test_a_graph_that_it_cannot_read_is_refused_in_one_line(tmp_path: Path) -> None:
    model = build()
    model.graph.node[0].op_type = "NoSuchOperator"
    path = write(tmp_path / "odd.onnx", model, tiny_card())
    with pytest.raises(InputError, match=r"odd\.onnx: openvino cannot run it") as caught:
        embed.load(path, "openvino", 1)
    assert "\n" not in caught.value.problem
