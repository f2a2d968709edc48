from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

import numpy as np
import onnx
from convolutions import LAYERS, SIZE, WIDTH, photos
from graphs import answers
from numpy.typing import NDArray

from export.int8.calibration import Calibration
from export.int8.layers import Layer
from export.int8.quantise import quantise
from export.int8.sensitivity import LEAST_WORK, Sensitivity, sensitivities, work_of

PLACES = (SIZE // 2) ** 2


def embed(model: onnx.ModelProto) -> NDArray[np.float32]:
    return answers(model, photos(16, 3))


@pytest.fixture(scope="module")
def found(graph: onnx.ModelProto, layers: list[Layer], calibration: Calibration) -> list[Sensitivity]:
    return sensitivities(graph, layers, calibration, embed, lambda *_: None)


def test_every_layer_once_the_costliest_first(found: list[Sensitivity], layers: list[Layer]) -> None:
    assert sorted(item.layer for item in found) == sorted(LAYERS)
    assert [item.cost for item in found] == sorted((item.cost for item in found), reverse=True)
    assert {item.layer: item.title for item in found} == {layer.name: layer.title for layer in layers}


@pytest.mark.parametrize("name", LAYERS)
def test_the_loss_is_of_the_layer_alone(
    found: list[Sensitivity],
    graph: onnx.ModelProto,
    layers: list[Layer],
    calibration: Calibration,
    name: str,
) -> None:
    alone = embed(quantise(graph, layers, calibration, {name}))
    expected = np.mean([1 - float(a @ b) for a, b in zip(embed(graph), alone, strict=True)])
    (item,) = (item for item in found if item.layer == name)
    assert item.loss == pytest.approx(expected, abs=1e-6)
    assert 1e-5 < item.loss < 0.1


def test_work_is_shared_as_multiplications_are(graph: onnx.ModelProto, layers: list[Layer]) -> None:
    work = work_of(graph, layers)
    counts = {
        "stem": WIDTH * 3 * 9 * PLACES,
        "depthwise": WIDTH * 9 * PLACES,
        "pointwise": WIDTH * WIDTH * PLACES,
        "add": WIDTH * PLACES,
    }
    assert sum(work.values()) == pytest.approx(1)
    assert work == pytest.approx({name: count / sum(counts.values()) for name, count in counts.items()})


def test_some_layers_share_all_of_their_own_work(graph: onnx.ModelProto, layers: list[Layer]) -> None:
    assert work_of(graph, layers[1:2]) == {"depthwise": 1.0}
    assert work_of(graph, []) == {}


def test_cost_is_loss_for_the_root_of_work_by_hand() -> None:
    assert Sensitivity("a", "", 0.003, 0.09).cost == pytest.approx(0.01)
    assert Sensitivity("a", "", 0.0, 0.25).cost == pytest.approx(2e-9)
    light, least = Sensitivity("a", "", 0.003, 0.0), Sensitivity("a", "", 0.003, LEAST_WORK)
    assert light.cost == least.cost


def test_progress_names_each_layer(
    graph: onnx.ModelProto, layers: list[Layer], calibration: Calibration
) -> None:
    steps: list[tuple[str, int, int]] = []
    sensitivities(graph, layers, calibration, embed, lambda *step: steps.append(step))
    assert steps == [("layers", number, 4) for number in range(4)]
