from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import answers, crops, unit_graph
from onnx import TensorProto
from onnx.reference import ReferenceEvaluator

from export.fp16 import LARGEST, to_fp16
from export.half import store_half
from export.ranges import ranges

HALF, FULL = TensorProto.FLOAT16, TensorProto.FLOAT


def types(model: onnx.ModelProto) -> dict[str, int]:
    """What each kind of node computes in; the last of two of a kind."""
    graph = onnx.shape_inference.infer_shapes(model).graph
    known = {v.name: v.type.tensor_type.elem_type for v in [*graph.value_info, *graph.output]}
    return {node.op_type: known[node.output[0]] for node in graph.node if node.op_type != "Cast"}


def casts(model: onnx.ModelProto) -> int:
    return sum(node.op_type == "Cast" for node in model.graph.node)


def in_half(model: onnx.ModelProto) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """As NumPy answers, which rounds every tensor; onnxruntime on the CPU computes FP16 nodes in FP32."""
    with np.errstate(all="ignore"):
        found = ReferenceEvaluator(model).run(None, {"images": crops(4)})
    return np.asarray(next(iter(found)), np.float32)


def cosine(model: onnx.ModelProto, of: onnx.ModelProto) -> float:
    return float((in_half(model) * answers(of, crops(4))).sum(1).min())


def test_layers_are_half_and_what_is_unsafe_is_not() -> None:
    half = to_fp16(unit_graph())
    found = types(half)
    assert {found[kind] for kind in ("Transpose", "Sub", "Conv", "Relu", "Gemm")} == {HALF}
    assert {found[kind] for kind in ("ReduceMean", "ReduceL2", "Clip", "Div")} == {FULL}
    assert half.graph.input[0].type.tensor_type.elem_type == TensorProto.UINT8
    assert half.graph.output[0].type.tensor_type.elem_type == FULL
    stored = {tensor.name: tensor.data_type for tensor in half.graph.initializer}
    assert stored["first.weight"] == stored["head.weight"] == HALF
    assert cosine(half, unit_graph()) > 0.9995


def test_no_cast_between_two_nodes_of_one_precision() -> None:
    assert casts(to_fp16(unit_graph())) == 4  # pixels in, around the mean, out to the norm


def test_halved_weights_make_the_same_graph() -> None:
    stored = unit_graph()
    store_half(stored)
    before = stored.SerializeToString()
    half = to_fp16(stored)
    assert casts(half) == 4
    assert cosine(half, unit_graph()) > 0.9995
    assert stored.SerializeToString() == before


def test_what_would_overflow_stays_in_full() -> None:
    model = unit_graph(gain=1e5)
    half = to_fp16(model)
    found = types(half)
    assert found["Conv"] == FULL
    assert found["Gemm"] == HALF
    assert cosine(half, model) > 0.9995


def test_without_the_rule_it_overflows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.fp16.ranges", lambda *_: {})
    half = to_fp16(unit_graph(gain=1e5))
    assert types(half)["Conv"] == HALF
    assert not cosine(half, unit_graph(gain=1e5)) > 0.9995


def test_a_quarter_of_the_limit_is_too_near_on_crops_and_a_32nd_without() -> None:
    largest = ranges(unit_graph(), crops(8))["first"]
    for share, given, without in ((1 / 40, HALF, HALF), (1 / 5, HALF, FULL), (1 / 3, FULL, FULL)):
        model = unit_graph(gain=LARGEST * share / largest)
        assert types(to_fp16(model, crops(8)))["Conv"] == given
        assert types(to_fp16(model))["Conv"] == without


def test_a_shift_that_half_does_not_have_stays_in_full() -> None:
    half = to_fp16(unit_graph(shift=123.675))
    assert types(half)["Sub"] == FULL
    assert types(half)["Conv"] == HALF
    assert cosine(half, unit_graph(shift=123.675)) > 0.9995


def test_what_is_to_be_kept_stays_in_full() -> None:
    model = unit_graph()
    model.graph.node[4].name = "second"  # of two convolutions
    half = to_fp16(model, keep=["second"])
    assert types(half)["Conv"] == FULL
    stored = {tensor.name: tensor.data_type for tensor in half.graph.initializer}
    assert (stored["first.weight"], stored["second.weight"]) == (HALF, FULL)
