"""A toy model, its layers, and what calibration saw of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import onnx

    from export.int8.calibration import Calibration
    from export.int8.layers import Layer


@pytest.fixture(scope="session")
def graph() -> onnx.ModelProto:
    """Nobody changes it."""
    pytest.importorskip("onnx")
    from convolutions import conv_graph

    return conv_graph()


@pytest.fixture(scope="session")
def layers(graph: onnx.ModelProto) -> list[Layer]:
    from export.int8.layers import layers_of

    return layers_of(graph)


@pytest.fixture(scope="session")
def calibration(graph: onnx.ModelProto, layers: list[Layer]) -> Calibration:
    from convolutions import photos

    from export.int8.calibration import calibrate

    return calibrate(graph, layers, photos(32), lambda *_: None)
