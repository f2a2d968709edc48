from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import answers, crops, unit_graph
from onnx import TensorProto, helper

from export.opset import IR, OPSET, lower
from gallery.errors import InputError


def test_newer_is_lowered_and_answers_the_same() -> None:
    model = unit_graph(opset=18)
    before = model.SerializeToString()
    lowered = lower(model)
    onnx.checker.check_model(lowered, full_check=True)
    assert [entry.version for entry in lowered.opset_import] == [OPSET]
    assert lowered.ir_version == IR
    assert np.array_equal(answers(lowered, crops(3)), answers(model, crops(3)))
    assert model.SerializeToString() == before


def test_as_old_is_left() -> None:
    model = unit_graph(opset=17)
    assert lower(model).graph == model.graph


def test_what_has_no_older_form_is_refused() -> None:
    node = helper.make_node("Gelu", ["x"], ["y"])
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
    graph = helper.make_graph([node], "new", value[:1], value[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    with pytest.raises(InputError, match="opset 17"):
        lower(model)
