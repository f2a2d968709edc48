from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")
pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import onnx
from graphs import answers, crops, unit_graph
from onnx import TensorProto, helper, numpy_helper

from export.half import load_full, store_half
from gallery.errors import InputError


@pytest.fixture(autouse=True)
def _toys_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.half.SMALLEST", 64)


def weights(model: onnx.ModelProto) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def test_whole_again_bit_for_bit() -> None:
    model = unit_graph()
    half = unit_graph()
    store_half(half)
    half.metadata_props.add(key="card", value="of the file")
    assert half.ByteSize() < model.ByteSize()
    full = load_full(half.SerializeToString())
    onnx.checker.check_model(full, full_check=True)
    assert not full.metadata_props
    assert [node.op_type for node in full.graph.node] == [node.op_type for node in model.graph.node]
    assert {tensor.data_type for tensor in full.graph.initializer} == {TensorProto.FLOAT, TensorProto.INT64}
    stored, before, found = weights(half), weights(model), weights(full)
    assert set(found) == set(before)
    for name, values in found.items():
        expected = stored[f"{name}_half"].astype(np.float32) if f"{name}_half" in stored else before[name]
        assert np.array_equal(values, expected)
    assert np.array_equal(answers(full, crops(3)), answers(half, crops(3)))


def test_exactly_what_was_halved_before_is_halved_again() -> None:
    stored = unit_graph()
    store_half(stored)
    again = load_full(stored.SerializeToString())
    store_half(again, exactly=True)
    assert {name for name in weights(again) if name.endswith("_half")} == {
        name for name in weights(stored) if name.endswith("_half")
    }
    never = unit_graph()
    store_half(never, exactly=True)
    assert never == unit_graph()


def test_a_half_that_something_else_reads_too_stays() -> None:
    model = unit_graph()
    store_half(model)
    graph = model.graph
    graph.node.append(helper.make_node("Identity", ["head.weight_half"], ["seen"]))
    graph.output.append(helper.make_tensor_value_info("seen", TensorProto.FLOAT16, [16, 6]))
    full = load_full(model.SerializeToString())
    onnx.checker.check_model(full, full_check=True)
    assert {"head.weight", "head.weight_half"} <= set(weights(full))


def test_a_cast_of_what_is_computed_stays(tmp_path: Path) -> None:
    path = tmp_path / "toy.onnx"
    path.write_bytes(unit_graph().SerializeToString())
    assert [node.op_type for node in load_full(path).graph.node].count("Cast") == 1


def test_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_full(tmp_path / "none.onnx")
    for data in (unit_graph().SerializeToString()[:-40], b"", b"text"):
        with pytest.raises(InputError, match="not an ONNX model"):
            load_full(data)
