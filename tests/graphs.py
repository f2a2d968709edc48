"""A small embedder's ONNX graph, built by hand: uint8 pictures to unit vectors in a dozen nodes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from edge.card import ModelCard

SIZE, DIMENSION = 8, 6

CARD = ModelCard(
    name="toy",
    dimension=DIMENSION,
    height=SIZE,
    width=SIZE,
    backbone="by hand",
    training_data=("nothing",),
    licence="Apache-2.0",
    recipe="a test",
    distance_threshold=1.0,
    content_hash="0" * 64,
)


def unit_graph(opset: int = 17, shift: float = 127.5, gain: float = 1.0) -> onnx.ModelProto:
    """Cast, shift, convolution, mean over the picture, linear layer, unit length.

    Args:
        opset: 17 or 18.
        shift: subtracted from pixels.
        gain: the first convolution multiplies by it, a second divides.
    """
    rng = np.random.default_rng(0)
    constants = {
        "shift": np.array(shift),
        "first.weight": rng.normal(size=(16, 3, 3, 3)) * gain / 127.5,
        "second.weight": rng.normal(size=(16, 16, 1, 1)) / gain,
        "head.weight": rng.normal(size=(16, DIMENSION)),
        "head.bias": rng.normal(size=DIMENSION),
        "least": np.array(1e-12),
    }
    nodes = [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["pixels"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Sub", ["planes", "shift"], ["shifted"]),
        helper.make_node("Conv", ["shifted", "first.weight"], ["first"]),
        helper.make_node("Conv", ["first", "second.weight"], ["second"]),
        helper.make_node("Relu", ["second"], ["features"]),
        *_mean(opset),
        helper.make_node("Gemm", ["mean", "head.weight", "head.bias"], ["vectors"]),
        helper.make_node("ReduceL2", ["vectors"], ["norm"], axes=[1], keepdims=1),
        helper.make_node("Clip", ["norm", "least"], ["length"]),
        helper.make_node("Div", ["vectors", "length"], ["embeddings"]),
    ]
    if opset > 17:
        nodes[-3] = helper.make_node(
            "ReduceL2", ["vectors", "one"], ["norm"], keepdims=1, noop_with_empty_axes=0
        )
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["batch", SIZE, SIZE, 3])],
        [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", DIMENSION])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()]
        + [numpy_helper.from_array(np.array([2, 3]), "axes"), numpy_helper.from_array(np.array([1]), "one")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    return model


def _mean(opset: int) -> list[onnx.NodeProto]:
    if opset > 17:
        return [
            helper.make_node("ReduceMean", ["features", "axes"], ["mean"], keepdims=0, noop_with_empty_axes=0)
        ]
    return [helper.make_node("ReduceMean", ["features"], ["mean"], axes=[2, 3], keepdims=0)]


def crops(count: int, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Noise, uint8 `[count, SIZE, SIZE, 3]`."""
    return np.random.default_rng(seed).integers(0, 256, (count, SIZE, SIZE, 3), dtype=np.uint8)


def answers(
    model: onnx.ModelProto | Path, pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What onnxruntime makes of pictures."""
    import onnxruntime

    source = model.read_bytes() if isinstance(model, Path) else model.SerializeToString()
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    vectors: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = session.run(None, {"images": pictures})[0]
    return vectors
