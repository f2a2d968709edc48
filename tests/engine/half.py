"""A tiny embedder whose precision lives in its graph: convolutions in FP16, the norm in FP32."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from embed.tiny import tiny_card

from edge.card import ModelCard, content_hash


def half_model(flip_before_cast: bool = False) -> tuple[bytes, ModelCard]:
    """The model and its card. `flip_before_cast` slices uint8, which no TensorRT reads."""
    onnx = pytest.importorskip("onnx")
    helper, tensor, make = onnx.helper, onnx.TensorProto, onnx.helper.make_node
    kernel = np.random.default_rng(3).normal(size=(8, 3, 3, 3)).astype(np.float16) / 300
    shape = {"starts": [-1], "ends": [-9], "axes": [3], "steps": [-1]}
    weights = {"kernel": kernel, **{name: np.array(value, np.int64) for name, value in shape.items()}}
    flip = ["Slice", ["images", *shape], ["flipped"]]
    cast = ["Cast", ["flipped"], ["half"]]
    if not flip_before_cast:
        flip, cast = ["Slice", ["raw", *shape], ["half"]], ["Cast", ["images"], ["raw"]]
    nodes = [
        make(*flip, name="flip"),
        make(*cast, to=tensor.FLOAT16),
        make("Transpose", ["half"], ["nchw"], perm=[0, 3, 1, 2]),
        make("Conv", ["nchw", "kernel"], ["seen"], strides=[2, 2]),
        make("Relu", ["seen"], ["bright"]),
        make("GlobalAveragePool", ["bright"], ["mean"]),
        make("Flatten", ["mean"], ["row"]),
        make("Cast", ["row"], ["vector"], to=tensor.FLOAT),
        make("ReduceL2", ["vector"], ["norm"], axes=[1], keepdims=1),
        make("Div", ["vector", "norm"], ["embeddings"]),
    ]
    if not flip_before_cast:
        nodes[:2] = nodes[1::-1]
    graph = helper.make_graph(
        nodes,
        "half",
        [helper.make_tensor_value_info("images", tensor.UINT8, ["N", 32, 32, 3])],
        [helper.make_tensor_value_info("embeddings", tensor.FLOAT, ["N", 8])],
        [onnx.numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model: Any = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    return data, tiny_card(content_hash=content_hash(data), precision="fp16", source_hash="5" * 64)
