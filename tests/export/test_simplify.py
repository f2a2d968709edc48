from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxslim", reason="onnxslim is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import DIMENSION, answers, crops, unit_graph
from onnx import helper, numpy_helper

from export.simplify import simplify


def spelt_out() -> onnx.ModelProto:
    """The toy with its broadcast spelt out, as PyTorch does."""
    model = unit_graph(opset=18)
    graph, division = model.graph, model.graph.node[-1]
    graph.initializer.append(numpy_helper.from_array(np.array([DIMENSION]), "width"))
    division.input[1] = "spread"
    nodes = [
        helper.make_node("Shape", ["images"], ["batch_"], start=0, end=1),
        helper.make_node("Concat", ["batch_", "width"], ["size"], axis=0),
        helper.make_node("Expand", ["length", "size"], ["spread"]),
    ]
    kept = [*list(graph.node)[:-1], *nodes, division]
    del graph.node[:]
    graph.node.extend(kept)
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
    onnx.checker.check_model(inferred, full_check=True)
    return inferred


def test_fewer_nodes_the_same_answer() -> None:
    model = spelt_out()
    simple = simplify(model)
    onnx.checker.check_model(simple, full_check=True)
    operators = {node.op_type for node in simple.graph.node}
    assert not operators & {"Shape", "Concat", "Expand"}
    assert len(simple.graph.node) < len(model.graph.node)
    assert np.array_equal(answers(simple, crops(3)), answers(model, crops(3)))
