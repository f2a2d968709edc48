"""The shipped model in PyTorch, with float input, and in its file: one network three times."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from edge import embed, models
from edge.embed.checks import INPUT

torch = pytest.importorskip("torch", reason="PyTorch is no part of a device")
pytest.importorskip("timm", reason="timm is no part of a device")
onnxruntime = pytest.importorskip("onnxruntime")

from peers.float_input import with_float_input  # noqa: E402
from peers.network import eager  # noqa: E402

from export.half import load_full  # noqa: E402


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (3, 192, 192, 3), dtype=np.uint8)
    noise[1] = noise[1] // 4 + np.array([20, 90, 170], np.uint8)  # a colour: channels must not be swapped
    noise[2, :, :96] = 128
    return noise


@pytest.fixture(scope="module")
def floats(pictures: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(
        ((pictures[..., ::-1].astype(np.float32) / 255 - 0.5) / 0.5).transpose(0, 3, 1, 2)
    )


@pytest.fixture(scope="module")
def ours(pictures: np.ndarray) -> np.ndarray:
    return embed.load(None, "cpu", 1).embed(pictures)


def test_the_timm_modules_are_the_shipped_network(ours: np.ndarray, floats: np.ndarray) -> None:
    network = eager(load_full(models.default()), embed.load(None, "cpu", 1).card)
    assert any(isinstance(module, torch.nn.BatchNorm2d) for module in network.modules())
    with torch.inference_mode():
        theirs = network(torch.from_numpy(floats)).numpy()
    assert np.sum(ours * theirs, axis=1).min() > 0.99999
    assert np.abs(ours - theirs).max() < 1e-4


def test_float_input_is_the_shipped_network(ours: np.ndarray, floats: np.ndarray) -> None:
    model = with_float_input(load_full(models.default()))
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (theirs,) = session.run(None, {INPUT: floats})
    assert np.abs(ours - theirs).max() < 1e-4


def test_a_graph_with_another_head_is_refused() -> None:
    model = with_float_input(load_full(models.default()))
    with pytest.raises(ValueError, match=r"read by .*Conv"):
        with_float_input(model)
