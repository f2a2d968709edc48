"""A small convolutional embedder, built by hand: the layers that INT8 is made of, and what joins them."""

from __future__ import annotations

from typing import Any

import graphs
import numpy as np
import onnx
from graphs import answers
from onnx import TensorProto, helper, numpy_helper

SIZE, DIMENSION, WIDTH = 16, 6, 8
LAYERS = ("stem", "depthwise", "pointwise", "add")
"""Of the graph, in its order; the small matrix at its end is none."""

CARD = graphs.CARD.model_copy(update={"height": SIZE, "width": SIZE, "dimension": DIMENSION})


def conv_graph(seed: int = 0) -> onnx.ModelProto:
    """Convolution, clip, depthwise convolution, clip, convolution, addition; mean, matrix, unit length.

    The depthwise filters differ a hundredfold from channel to channel, as in a MobileNet: one scale for
    all of them is not enough.
    """
    rng = np.random.default_rng(seed)
    spread = np.geomspace(0.02, 2, WIDTH).reshape(WIDTH, 1, 1, 1)
    constants = {
        "stem.weight": rng.normal(size=(WIDTH, 3, 3, 3)) / 300,
        "stem.bias": rng.normal(size=WIDTH) + 2,
        "depthwise.weight": rng.normal(size=(WIDTH, 1, 3, 3)) * spread,
        "depthwise.bias": rng.normal(size=WIDTH) * spread.ravel() + 1,
        "pointwise.weight": rng.normal(size=(WIDTH, WIDTH, 1, 1)) / spread.reshape(1, WIDTH, 1, 1) / 10,
        "pointwise.bias": rng.normal(size=WIDTH),
        "head.weight": rng.normal(size=(DIMENSION, WIDTH)),
        "head.bias": rng.normal(size=DIMENSION),
        "zero": np.array(0),
        "six": np.array(6),
    }
    nodes = [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["pixels"], ["planes"], perm=[0, 3, 1, 2]),
        _conv("stem", "planes", strides=[2, 2], pads=[0, 0, 1, 1]),
        _clip("stem"),
        _conv("depthwise", "stem_clipped", pads=[1, 1, 1, 1], group=WIDTH),
        _clip("depthwise"),
        _conv("pointwise", "depthwise_clipped"),
        helper.make_node("Add", ["pointwise", "stem_clipped"], ["add"], name="add"),
        helper.make_node("ReduceMean", ["add"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["mean", "head.weight", "head.bias"], ["vectors"], transB=1, name="head"),
        helper.make_node("ReduceL2", ["vectors"], ["norm"], axes=[1], keepdims=1),
        helper.make_node("Div", ["vectors", "norm"], ["embeddings"]),
    ]
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["batch", SIZE, SIZE, 3])],
        [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", DIMENSION])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    _centre(model)
    onnx.checker.check_model(model, full_check=True)
    return model


def _centre(model: onnx.ModelProto) -> None:
    """Give the last matrix a bias with which photos differ in direction, as a trained embedder's do."""
    wider = onnx.ModelProto()
    wider.CopyFrom(model)
    wider.graph.output.insert(0, helper.make_tensor_value_info("vectors", TensorProto.FLOAT, None))
    mean = answers(wider, photos(64, seed=9)).mean(0)
    (bias,) = (tensor for tensor in model.graph.initializer if tensor.name == "head.bias")
    bias.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(bias) - mean, "head.bias"))


def _conv(name: str, source: str, **options: Any) -> onnx.NodeProto:
    return helper.make_node("Conv", [source, f"{name}.weight", f"{name}.bias"], [name], name=name, **options)


def _clip(name: str) -> onnx.NodeProto:
    return helper.make_node("Clip", [name, "zero", "six"], [f"{name}_clipped"], name=f"{name}_clip")


def photos(count: int, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Coarse coloured squares with a little noise, uint8 `[count, SIZE, SIZE, 3]`."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (count, 4, 4, 3)).repeat(SIZE // 4, 1).repeat(SIZE // 4, 2)
    return np.clip(coarse + rng.normal(0, 8, coarse.shape), 0, 255).astype(np.uint8)
