from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from typing import Any

import numpy as np
import onnx
from convolutions import LAYERS, WIDTH
from onnx import TensorProto, helper, numpy_helper

from export.int8.layers import Layer, layers_of


def one_node(kind: str, weights: tuple[int, ...], constant: bool = True, **options: Any) -> onnx.ModelProto:
    """A graph of one node that reads `x` and weights of this shape."""
    value = numpy_helper.from_array(np.zeros(weights, np.float32), "w")
    read = [helper.make_tensor_value_info("x", TensorProto.FLOAT, None)]
    if not constant:
        read.append(helper.make_tensor_value_info("w", TensorProto.FLOAT, list(weights)))
    made = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    node = helper.make_node(kind, ["x", "w"], ["y"], name="node", **options)
    return helper.make_model(helper.make_graph([node], "one", read, made, [value] if constant else []))


def test_the_layers_of_a_graph_in_its_order(graph: onnx.ModelProto, layers: list[Layer]) -> None:
    assert tuple(layer.name for layer in layers) == LAYERS
    stem, depthwise, pointwise, add = layers
    assert (stem.kind, stem.nodes, stem.input) == ("Conv", ("stem", "stem_clip"), "planes")
    assert (stem.strides, stem.pads, stem.groups, stem.depthwise) == ((2, 2), (0, 0, 1, 1), 1, False)
    assert (depthwise.groups, depthwise.depthwise, depthwise.input) == (WIDTH, True, "stem_clipped")
    assert (pointwise.nodes, pointwise.strides, pointwise.pads) == (("pointwise",), (1, 1), (0, 0, 0, 0))
    assert (add.kind, add.weights, add.nodes) == ("Add", None, ("add",))
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    for layer in (stem, depthwise, pointwise):
        assert layer.weights is not None
        assert np.array_equal(layer.weights, tensors[layer.weight_name])


def test_titles_are_for_people(layers: list[Layer]) -> None:
    assert [layer.title for layer in layers] == [
        "Conv 8x3x3x3 stem",
        "Conv 8x1x3x3 depthwise",
        "Conv 8x8x1x1 pointwise",
        "Add add",
    ]


def test_a_large_matrix_is_a_layer_and_a_small_one_is_not() -> None:
    (layer,) = layers_of(one_node("Gemm", (32, 32), transB=1))
    assert (layer.kind, layer.strides, layer.pads, layer.groups) == ("Gemm", (1, 1), (0, 0, 0, 0), 1)
    assert layers_of(one_node("Gemm", (32, 31), transB=1)) == []


@pytest.mark.parametrize(
    ("kind", "weights", "options"),
    [
        ("Gemm", (32, 32), {}),  # rows are inputs, not outputs
        ("Gemm", (32, 32), {"transB": 1, "transA": 1}),
        ("Gemm", (32, 32), {"transB": 1, "alpha": 0.5}),
        ("Conv", (8, 8, 3, 3), {"dilations": [2, 2]}),
        ("Conv", (8, 8, 3, 3), {"auto_pad": "SAME_UPPER"}),
        ("Conv", (8, 4, 3, 3), {"group": 2}),  # neither dense nor depthwise
        ("Conv", (16, 1, 3, 3), {"group": 8}),  # two filters for each channel
        ("Conv", (8, 8, 3), {}),
    ],
)
def test_what_windows_and_rounding_do_not_know_stays_in_float(
    kind: str, weights: tuple[int, ...], options: dict[str, Any]
) -> None:
    assert layers_of(one_node(kind, weights, **options)) == []


def test_attributes_that_say_what_is_so_anyway_change_nothing() -> None:
    known = {"dilations": [1, 1], "auto_pad": "NOTSET", "group": 1, "kernel_shape": [3, 3]}
    assert len(layers_of(one_node("Conv", (8, 8, 3, 3), **known))) == 1
    assert len(layers_of(one_node("Gemm", (32, 32), transA=0, transB=1, alpha=1.0, beta=1.0))) == 1


@pytest.mark.parametrize("kind", ["Conv", "Gemm"])
def test_weights_that_are_no_constant_are_no_layer(kind: str) -> None:
    assert layers_of(one_node(kind, (32, 32, 1, 1)[: 4 if kind == "Conv" else 2], constant=False)) == []


def test_an_addition_of_a_constant_is_no_layer() -> None:
    assert layers_of(one_node("Add", (32,))) == []
    assert len(layers_of(one_node("Add", (32,), constant=False))) == 1
