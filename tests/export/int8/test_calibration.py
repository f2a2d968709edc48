from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import numpy as np
import onnx
from convolutions import WIDTH, photos
from graphs import answers
from onnx import TensorProto, helper

from export.int8 import calibration as module
from export.int8.calibration import Calibration, calibrate
from export.int8.layers import Layer
from export.int8.rounding import round_to_integers
from export.int8.windows import windows

TENSORS = ("planes", "stem_clipped", "depthwise", "depthwise_clipped", "pointwise", "add")


def seen(model: onnx.ModelProto, name: str, crops: np.ndarray) -> np.ndarray:
    """A tensor inside the model, over photos."""
    wider = onnx.ModelProto()
    wider.CopyFrom(model)
    del wider.graph.output[:]
    wider.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return answers(wider, crops)


@pytest.mark.parametrize("name", TENSORS)
def test_ranges_are_the_least_and_greatest_value_that_was_seen(
    graph: onnx.ModelProto, calibration: Calibration, name: str
) -> None:
    values = seen(graph, name, photos(32))
    low, high = calibration.ranges[name].range_value
    assert np.allclose([low.item(), high.item()], [values.min(), values.max()], atol=1e-5)


def test_moments_are_the_mean_over_all_windows(
    graph: onnx.ModelProto, layers: list[Layer], calibration: Calibration
) -> None:
    """A toy's convolutions have 64 places, so that none is left out."""
    assert calibration.photos == 32
    assert set(calibration.moments) == {"stem", "depthwise", "pointwise"}
    for layer in layers[:3]:
        read = windows(seen(graph, layer.input, photos(32)), layer, 1000, np.random.default_rng(0))
        found = calibration.moments[layer.name]
        expected = np.zeros_like(found)
        for window in read.astype(np.float64):
            if layer.depthwise:
                expected += np.einsum("ck,cl->ckl", window, window)
            else:
                expected += np.outer(window, window)[None]
        assert found.shape == ((WIDTH, 9, 9) if layer.depthwise else (1, read[0].size, read[0].size))
        assert np.allclose(found, expected / len(read), rtol=1e-6)


def test_moments_can_be_inverted_where_a_layer_reads_more_than_was_seen() -> None:
    """Summed in single precision, the least eigenvalue is below zero by 1e-7 of the greatest or more."""
    read = np.random.default_rng(0).normal(3, 1, (40, 500, 1)).astype(np.float32)
    layer = Layer("wide", "Conv", (), "x", np.zeros((1, 500, 1, 1), np.float32), "w")
    (moments,) = module._products(read, layer)
    least, most = np.linalg.eigvalsh(moments)[[0, -1]]
    assert least >= -1e-13 * most
    round_to_integers(np.ones((1, 500), np.float32), np.ones(1), moments[None] / 40)


def test_progress_goes_on_and_ends(graph: onnx.ModelProto, layers: list[Layer]) -> None:
    steps: list[tuple[str, int, int]] = []
    calibrate(graph, layers, photos(9), lambda *step: steps.append(step))
    assert steps == [("ranges", 0, 1), ("moments", 0, 3), ("moments", 1, 3), ("moments", 2, 3)]
