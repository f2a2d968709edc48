"""Each form of a model is made, and says of itself what it is."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest

pytest.importorskip("onnxslim", reason="onnxslim is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxscript", reason="onnxscript is not installed (pip install checkout-edge[convert])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from onnx import TensorProto

from edge import embed
from edge.certificate.certify import measure
from edge.certificate.gates import judge
from export.forms import Made, make, simple
from export.order import Order
from export.source import check_set_of, onnx_source
from gallery.errors import InputError


def made(model: Path, form: str, **changes: object) -> tuple[Made, Path]:
    path = model.with_name("made.onnx")
    source = onnx_source(model)
    order = Order.model_validate({"source": model, "form": form, **changes})
    return make(order, source, check_set_of(source, None), path, lambda *_: None), path


@pytest.mark.parametrize(
    ("form", "precision"), [("onnx", "fp32"), ("onnx-fp16", "fp16"), ("onnx-int8", "int8")]
)
def test_each_form_is_the_same_space_and_passes_its_gates(
    model: Path, photos: Path, form: str, precision: str
) -> None:
    source = onnx_source(model)
    result, path = made(model, form, calibrate=photos if form == "onnx-int8" else None)
    device = embed.load(path, "cpu")
    assert device.card == result.card
    assert device.card.precision == precision
    assert device.card.source_hash == device.card.space == source.card.space
    assert device.card.content_hash != source.card.content_hash or form == "onnx"
    assert device.card.distance_threshold == source.card.distance_threshold
    assert all(gate.passed for gate in judge(device.card.precision, measure(device, source.check)))
    _its_precision_lives_in_the_graph(onnx.load(path), precision)
    if form == "onnx-int8":
        assert "calibrated with 40 photos" in result.notes[0]
        assert "work  in" in result.tables[0]
        assert "passed" in result.tables[1]


def test_a_file_of_halves_stays_one_and_no_other_becomes_one(model: Path, toy: Path) -> None:
    path = made(model, "onnx")[1]
    assert path.stat().st_size == pytest.approx(toy.stat().st_size, rel=0.02)
    halves = [t for t in onnx.load(path).graph.initializer if t.data_type == TensorProto.FLOAT16]
    assert len(halves) == len(
        [t for t in onnx.load(toy).graph.initializer if t.data_type == TensorProto.FLOAT16]
    )
    assert halves
    whole = made(model, "onnx", float32=True)[1]
    assert {t.data_type for t in onnx.load(whole).graph.initializer} <= {TensorProto.FLOAT, TensorProto.INT64}


def _its_precision_lives_in_the_graph(model: onnx.ModelProto, precision: str) -> None:
    kinds = {tensor.data_type for tensor in model.graph.initializer}
    operators = {node.op_type for node in model.graph.node}
    assert (TensorProto.FLOAT16 in casts(model)) == (precision == "fp16")
    assert (TensorProto.INT8 in kinds) == ("QuantizeLinear" in operators) == (precision == "int8")
    assert model.graph.output[0].type.tensor_type.elem_type == TensorProto.FLOAT


def casts(model: onnx.ModelProto) -> set[int]:
    nodes = [node for node in model.graph.node if node.op_type == "Cast"]
    return {attribute.i for node in nodes for attribute in node.attribute}


def test_a_simple_graph_has_whole_weights_and_its_pixels_cast_first(model: Path) -> None:
    graph = simple(onnx_source(model)).graph
    assert TensorProto.FLOAT16 not in {tensor.data_type for tensor in graph.initializer}
    assert graph.node[0].op_type == "Cast"


def test_integers_without_photos_are_refused(model: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="INT8 without photos to calibrate with"):
        made(model, "onnx-int8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no photo that can be used"):
        made(model, "onnx-int8", calibrate=tmp_path / "empty")
    with pytest.raises(InputError, match="nowhere"):
        made(model, "onnx-int8", calibrate=tmp_path / "nowhere")


def test_a_handful_of_photos_is_refused(model: Path, photos: Path) -> None:
    with pytest.raises(InputError, match="5 photos to calibrate with") as caught:
        made(model, "onnx-int8", calibrate=photos / "p0")
    assert "8 or more" in caught.value.remedy
