from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from collections.abc import Callable, Collection

import numpy as np
import onnx
import onnxruntime
from convolutions import LAYERS, WIDTH, conv_graph, photos
from graphs import answers
from numpy.typing import NDArray
from onnx import numpy_helper

from edge.embed.checks import INPUT
from edge.embed.providers import cpu_session, find_runtime
from export.int8 import quantise as module
from export.int8.calibration import Calibration, calibrate
from export.int8.layers import Layer, layers_of
from export.int8.quantise import quantise
from export.int8.rounding import LARGEST, round_to_integers

Floats = NDArray[np.float32]
Make = Callable[[Collection[str]], onnx.ModelProto]
SETS = [set(LAYERS), {"stem"}, {"depthwise"}, {"add"}, {"stem", "pointwise"}, {"depthwise", "add"}]


@pytest.fixture(scope="module")
def make(graph: onnx.ModelProto, layers: list[Layer], calibration: Calibration) -> Make:
    return lambda chosen: quantise(graph, layers, calibration, chosen)


def tensors(model: onnx.ModelProto) -> dict[str, NDArray[np.generic]]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def as_written(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> Floats:
    """What the file says: every node by itself, none merged or replaced."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    vectors: Floats = session.run(None, {INPUT: crops})[0]
    return vectors


def cosines(one: Floats, other: Floats) -> Floats:
    return np.asarray((one * other).sum(1))


@pytest.mark.parametrize("chosen", SETS)
def test_a_sorted_graph_that_onnx_accepts_and_that_answers_nearly_the_same(
    graph: onnx.ModelProto, make: Make, chosen: set[str]
) -> None:
    model = make(chosen)
    onnx.checker.check_model(model, full_check=True)
    known = {value.name for value in [*model.graph.input, *model.graph.initializer]}
    for node in model.graph.node:
        assert known.issuperset(filter(None, node.input)), node.name
        known.update(node.output)
    assert cosines(as_written(model, photos(16, 5)), answers(graph, photos(16, 5))).mean() > 0.98


@pytest.mark.parametrize("chosen", SETS)
def test_integers_are_at_the_chosen_layers_alone(
    graph: onnx.ModelProto, layers: list[Layer], make: Make, chosen: set[str]
) -> None:
    model = make(chosen)
    names = {name for layer in layers if layer.name in chosen for name in layer.nodes}
    touched = {
        tensor for node in graph.graph.node if node.name in names for tensor in [*node.input, *node.output]
    }
    assert {node.input[0] for node in model.graph.node if node.op_type == "QuantizeLinear"} <= touched
    made = {node.output[0]: node.op_type for node in model.graph.node}
    for node in model.graph.node:
        if node.op_type in ("Conv", "Add"):
            sources = {made.get(name) for name in node.input}
            if node.name in chosen:
                assert sources == {"DequantizeLinear"}, node.name
            elif node.op_type == "Conv":
                assert made.get(node.input[1]) is None, node.name


@pytest.mark.parametrize("chosen", SETS)
def test_weights_are_integers_by_channel_or_as_they_were(
    graph: onnx.ModelProto, layers: list[Layer], make: Make, chosen: set[str]
) -> None:
    before, found = tensors(graph), tensors(make(chosen))
    for layer in layers[:3]:
        name = layer.weight_name
        if layer.name not in chosen:
            assert np.array_equal(found[name], before[name])
            assert f"{name}_quantized" not in found
            continue
        integers, scales = found[f"{name}_quantized"], found[f"{name}_scale"]
        assert (integers.dtype, integers.shape, scales.shape) == (np.int8, before[name].shape, (WIDTH,))
        assert np.abs(integers.astype(int)).max() <= LARGEST
        assert not found[f"{name}_zero_point"].any()
        off = integers - before[name] / scales.reshape(-1, 1, 1, 1)
        assert np.abs(off).max() < 8  # steps: moved to make up for others, not another tensor's


def test_activations_are_unsigned(make: Make) -> None:
    model = make(LAYERS)
    found = tensors(model)
    zeros = [found[node.input[2]] for node in model.graph.node if node.op_type == "QuantizeLinear"]
    assert len(zeros) >= 5
    assert {zero.dtype.name for zero in zeros} == {"uint8"}


def test_the_model_itself_is_left_as_it_is(graph: onnx.ModelProto, make: Make) -> None:
    before = graph.SerializeToString()
    make(LAYERS)
    assert graph.SerializeToString() == before


def test_without_a_choice_nothing_changes(graph: onnx.ModelProto, make: Make) -> None:
    copy = make(())
    assert copy == graph
    assert copy is not graph


def test_rounding_that_minds_the_answers_is_what_is_written(
    layers: list[Layer], calibration: Calibration, make: Make
) -> None:
    found = tensors(make(LAYERS))
    for layer in layers[:3]:
        assert layer.weights is not None
        rows, scales = (
            layer.weights.reshape(WIDTH, -1),
            found[f"{layer.weight_name}_scale"].astype(np.float64),
        )
        expected = round_to_integers(rows, scales, calibration.moments[layer.name])
        assert np.array_equal(found[f"{layer.weight_name}_quantized"].reshape(WIDTH, -1), expected)
        assert not np.array_equal(expected, np.rint(rows / scales[:, None]))


def test_a_layer_is_rounded_once_for_a_calibration(
    graph: onnx.ModelProto, layers: list[Layer], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def counted(*arguments: NDArray[np.float64]) -> NDArray[np.int8]:
        calls.append(1)
        return round_to_integers(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "round_to_integers", counted)
    calibration = calibrate(graph, layers, photos(8), lambda *_: None)
    first = quantise(graph, layers, calibration, LAYERS)
    again = quantise(graph, layers, calibration, LAYERS)
    quantise(graph, layers, calibration, {"stem"})
    assert len(calls) == 3
    assert first == again


def test_a_channel_that_is_dead_but_for_its_bias_keeps_it() -> None:
    """Its bias would not fit 32 bits in steps of its tiny weights: the step is widened, they vanish."""
    model = conv_graph()
    (stem,) = (tensor for tensor in model.graph.initializer if tensor.name == "stem.weight")
    weights = numpy_helper.to_array(stem).copy()
    weights[3] *= 1e-9
    stem.CopyFrom(numpy_helper.from_array(weights, stem.name))
    layers = layers_of(model)
    model_8 = quantise(model, layers, calibrate(model, layers, photos(16), lambda *_: None), {"stem"})
    found = tensors(model_8)
    assert found["stem.weight_scale"][3] > 1.01 * np.abs(weights[3]).max() / LARGEST
    assert np.abs(found["stem.weight_quantized"][3].astype(int)).max() <= 1
    assert cosines(as_written(model_8, photos(16, 5)), answers(model, photos(16, 5))).min() > 0.99


@pytest.mark.parametrize("chosen", SETS)
def test_our_session_answers_as_the_file_says(make: Make, chosen: set[str]) -> None:
    model, crops = make(chosen), photos(16, 5)
    session = cpu_session(find_runtime(), model.SerializeToString(), 1)
    assert cosines(session.run(None, {INPUT: crops})[0], as_written(model, crops)).min() > 0.9999


def test_a_plain_session_does_not_where_a_layer_in_float_lies_between_integers(make: Make) -> None:
    """Why `edge.embed.providers` switches an optimiser off. Once this fails, it can be left on."""
    model, crops = make({"stem", "pointwise"}), photos(16, 5)
    assert cosines(answers(model, crops), as_written(model, crops)).min() < 0.95
