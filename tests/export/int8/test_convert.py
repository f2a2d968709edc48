from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from pathlib import Path

import numpy as np
import onnx
from certificate.sets import check_set
from convolutions import CARD, LAYERS, SIZE, conv_graph, photos
from graphs import answers, unit_graph

from edge import embed
from edge.certificate.certify import measure
from edge.certificate.check_set import CheckSet
from edge.certificate.gates import judge
from export.int8.convert import LEAST_PHOTOS, Converted, to_int8
from export.write import write_model
from gallery.errors import InputError


@pytest.fixture(scope="module")
def check(graph: onnx.ModelProto) -> CheckSet:
    crops = check_set(12, SIZE)
    return crops.with_reference(answers(graph, crops.crops), "the toy in float32")


@pytest.fixture(scope="module")
def converted(graph: onnx.ModelProto, check: CheckSet, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    folder = tmp_path_factory.mktemp("candidates")
    found = to_int8(graph, photos(40), check, CARD, folder, lambda *_: None)
    assert not list(folder.iterdir())
    return found


def test_what_comes_out_passes_the_gates_and_computes_in_integers(
    converted: Converted, check: CheckSet, tmp_path: Path
) -> None:
    card = write_model(converted.model, CARD.model_copy(update={"precision": "int8"}), tmp_path / "toy.onnx")
    found = measure(embed.load(tmp_path / "toy.onnx", "cpu"), check)
    assert all(gate.passed for gate in judge("int8", found))
    assert card.precision == "int8"
    stored = {tensor.data_type for tensor in converted.model.graph.initializer}
    assert onnx.TensorProto.INT8 in stored


def test_it_says_how_much_computes_in_integers_and_what_was_tried(converted: Converted) -> None:
    layers, trials = converted.tables
    left = sum(line.endswith("integers") for line in layers.splitlines()[1:])
    assert 1 <= left <= len(LAYERS)
    (note,) = converted.notes
    assert note.startswith(f"{left} of 4 layers compute in integers")
    assert "calibrated with 40 photos" in note
    assert trials.splitlines()[-1].endswith("passed")


def test_the_source_is_left_as_it_is(graph: onnx.ModelProto, converted: Converted) -> None:
    assert converted.model != graph
    assert graph == conv_graph()


def test_where_no_candidate_passes_the_last_comes_back_to_be_failed(
    graph: onnx.ModelProto, check: CheckSet, tmp_path: Path
) -> None:
    """The reference is another model's: nothing can reproduce it."""
    other = check.with_reference(answers(conv_graph(seed=5), check.crops), "another model")
    found = to_int8(graph, photos(16), other, CARD, tmp_path, lambda *_: None)
    assert all("missed" in line for line in found.tables[1].splitlines()[1:])
    assert found.notes[0].startswith("1 of 4 layers")
    assert not list(tmp_path.iterdir())


def test_too_few_photos_are_refused_with_how_many_it_takes(
    graph: onnx.ModelProto, check: CheckSet, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="7 photos to calibrate with") as caught:
        to_int8(graph, photos(LEAST_PHOTOS - 1), check, CARD, tmp_path, lambda *_: None)
    assert str(LEAST_PHOTOS) in caught.value.remedy
    with pytest.raises(InputError, match="0 photos"):
        to_int8(graph, photos(0), check, CARD, tmp_path, lambda *_: None)


def test_a_model_without_layers_is_refused(check: CheckSet, tmp_path: Path) -> None:
    model = unit_graph()
    for node in model.graph.node:
        if node.op_type == "Conv":
            node.attribute.append(onnx.helper.make_attribute("dilations", [2, 2]))
    with pytest.raises(InputError, match="no convolution"):
        to_int8(model, photos(16), check, CARD, tmp_path, lambda *_: None)


def test_progress_goes_through_all_that_is_done(
    graph: onnx.ModelProto, check: CheckSet, tmp_path: Path
) -> None:
    steps: list[str] = []
    to_int8(graph, photos(8), check, CARD, tmp_path, lambda name, *_: steps.append(name))
    assert list(dict.fromkeys(steps)) == ["ranges", "moments", "layers", "search"]


def test_a_candidate_that_cannot_be_measured_leaves_nothing_behind(
    graph: onnx.ModelProto, check: CheckSet, tmp_path: Path
) -> None:
    wrong = CARD.model_copy(update={"dimension": 99})
    with pytest.raises(InputError):
        to_int8(graph, photos(8), check, wrong, tmp_path, lambda *_: None)
    assert not list(tmp_path.iterdir())


def test_the_same_photos_give_the_same_file(graph: onnx.ModelProto, check: CheckSet, tmp_path: Path) -> None:
    one, other = (to_int8(graph, photos(16), check, CARD, tmp_path, lambda *_: None) for _ in range(2))
    assert np.array_equal(one.model.SerializeToString(), other.model.SerializeToString())
