from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from graphs import SIZE, crops, unit_graph

from export.ranges import plain_pictures, ranges


def test_the_largest_of_each_tensor() -> None:
    pictures = crops(9)
    pictures[8] = 255  # in a batch of its own
    found = ranges(unit_graph(), pictures)
    assert found["pixels"] == found["planes"] == 255
    assert found["shifted"] == 127.5
    assert found["embeddings"] <= 1 + 1e-6
    assert set(found) == {name for node in unit_graph().graph.node for name in node.output}


def test_what_is_no_number_is_infinite() -> None:
    model = unit_graph()
    weight = next(tensor for tensor in model.graph.initializer if tensor.name == "first.weight")
    values = np.frombuffer(weight.raw_data, np.float32).copy()
    values[0] = np.nan
    weight.raw_data = values.tobytes()
    assert ranges(model, crops(2))["first"] == np.inf


def test_plain_pictures_are_of_the_input_s_size() -> None:
    pictures = plain_pictures(unit_graph())
    assert pictures.shape == (8, SIZE, SIZE, 3)
    assert pictures.dtype == np.uint8
    assert len(np.unique(pictures.reshape(8, -1), axis=0)) == 8
