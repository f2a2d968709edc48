from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import answers, crops, unit_graph
from onnx import helper, numpy_helper

from export.cast_first import cast_first


def swapped_first() -> onnx.ModelProto:
    """The toy as models were exported before: channels swapped and moved as uint8, then the cast."""
    model = unit_graph()
    graph = model.graph
    graph.initializer.extend(
        numpy_helper.from_array(np.array([value]), name)
        for name, value in (("start", -1), ("end", -9), ("axis", 3))
    )
    nodes = [
        helper.make_node("Slice", ["images", "start", "end", "axis", "start"], ["flipped"]),
        helper.make_node("Transpose", ["flipped"], ["moved"], perm=[0, 3, 1, 2]),
        helper.make_node("Cast", ["moved"], ["planes"], to=onnx.TensorProto.FLOAT),
        *list(graph.node)[2:],
    ]
    del graph.node[:]
    graph.node.extend(nodes)
    inferred = onnx.shape_inference.infer_shapes(model)
    onnx.checker.check_model(inferred, full_check=True)
    return inferred


def test_the_cast_comes_first_and_nothing_changes() -> None:
    model, expected = swapped_first(), answers(swapped_first(), crops(3))
    cast_first(model)
    onnx.checker.check_model(model, full_check=True)
    assert [node.op_type for node in model.graph.node[:4]] == ["Cast", "Slice", "Transpose", "Sub"]
    assert [node.op_type for node in model.graph.node if "images" in node.input] == ["Cast"]
    assert np.array_equal(answers(model, crops(3)), expected)


def test_another_graph_is_left_as_it_is() -> None:
    first, tapped = unit_graph(), swapped_first()
    tapped.graph.node.append(helper.make_node("Shape", ["images"], ["shape"]))
    for model in (first, tapped):
        before = model.SerializeToString()
        cast_first(model)
        assert model.SerializeToString() == before
