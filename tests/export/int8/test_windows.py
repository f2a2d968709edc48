from __future__ import annotations

import pytest

pytest.importorskip("onnx", reason="onnx is not installed (pip install checkout-edge[export])")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")

from collections.abc import Iterator

import numpy as np
import onnxruntime
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from export.int8.layers import Layer
from export.int8.windows import windows

RNG = np.random.default_rng
EVERY = 10_000
"""More places than there are: all of them, in an order drawn by chance."""


def conv_layer(
    weights: NDArray[np.float32],
    strides: tuple[int, int] = (1, 1),
    pads: tuple[int, int, int, int] = (0, 0, 0, 0),
    groups: int = 1,
) -> Layer:
    return Layer("conv", "Conv", ("conv",), "x", weights, "w", strides, pads, groups)


def by_loops(values: NDArray[np.float32], layer: Layer) -> Iterator[NDArray[np.float32]]:
    """Each window of each picture, `[C, kh * kw]`, one after another."""
    assert layer.weights is not None
    height, width = layer.weights.shape[2:]
    top, left, bottom, right = layer.pads
    pictures, channels, rows, columns = values.shape
    for picture in range(pictures):
        for y in range(-top, rows + bottom - height + 1, layer.strides[0]):
            for x in range(-left, columns + right - width + 1, layer.strides[1]):
                window = np.zeros((channels, height, width), np.float32)
                for dy in range(height):
                    for dx in range(width):
                        if 0 <= y + dy < rows and 0 <= x + dx < columns:
                            window[:, dy, dx] = values[picture, :, y + dy, x + dx]
                yield window.reshape(channels, -1)


def sorted_rows(read: NDArray[np.float32]) -> NDArray[np.float32]:
    """The windows in an order that only their values decide."""
    flat = read.reshape(len(read), -1)
    return flat[np.lexsort(flat.T)]


@settings(max_examples=40, deadline=None)
@given(
    size=st.tuples(st.integers(3, 7), st.integers(3, 7)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    pads=st.tuples(*[st.integers(0, 2)] * 4),
    seed=st.integers(0, 99),
)
def test_all_windows_are_those_of_a_slow_loop(
    size: tuple[int, int],
    kernel: tuple[int, int],
    strides: tuple[int, int],
    pads: tuple[int, int, int, int],
    seed: int,
) -> None:
    values = RNG(seed).normal(size=(2, 3, *size)).astype(np.float32)
    layer = conv_layer(np.zeros((4, 3, *kernel), np.float32), strides, pads)
    expected = np.stack(list(by_loops(values, layer)))
    found = windows(values, layer, EVERY, RNG(0))
    assert found.shape == expected.shape
    assert np.array_equal(sorted_rows(found), sorted_rows(expected))


@pytest.mark.parametrize(
    ("strides", "pads", "groups"),
    [
        ((1, 1), (0, 0, 0, 0), 1),
        ((2, 2), (0, 0, 1, 1), 1),
        ((2, 1), (1, 0, 2, 1), 1),
        ((2, 2), (1, 1, 1, 1), 6),
    ],
)
def test_a_filter_on_its_windows_answers_as_the_convolution_does(
    strides: tuple[int, int], pads: tuple[int, int, int, int], groups: int
) -> None:
    values = RNG(1).normal(size=(2, 6, 9, 8)).astype(np.float32)
    layer = conv_layer(RNG(2).normal(size=(6, 6 // groups, 3, 3)).astype(np.float32), strides, pads, groups)
    read = windows(values, layer, EVERY, RNG(0))
    assert layer.weights is not None
    if layer.depthwise:
        found = np.einsum("pck,ck->pc", read, layer.weights.reshape(6, 9))
    else:
        found = read.reshape(len(read), -1) @ layer.weights.reshape(6, -1).T
    expected = convolved(values, layer).transpose(0, 2, 3, 1).reshape(-1, 6)
    assert np.allclose(sorted_rows(found), sorted_rows(expected), atol=1e-5)


def convolved(values: NDArray[np.float32], layer: Layer) -> NDArray[np.float32]:
    """What onnxruntime answers."""
    assert layer.weights is not None
    node = helper.make_node(
        "Conv", ["x", "w"], ["y"], strides=layer.strides, pads=layer.pads, group=layer.groups
    )
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, values.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(layer.weights, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    answer: NDArray[np.float32] = session.run(None, {"x": values})[0]
    return answer


def test_few_places_are_drawn_from_each_picture_none_twice() -> None:
    values = np.arange(2 * 25, dtype=np.float32).reshape(2, 1, 5, 5)
    read = windows(values, conv_layer(np.zeros((1, 1, 1, 1), np.float32)), 10, RNG(0))
    assert read.shape == (20, 1, 1)
    assert len(np.unique(read)) == 20
    assert ((read[:10] < 25).all(), (read[10:] >= 25).all()) == (True, True)
    other = windows(values, conv_layer(np.zeros((1, 1, 1, 1), np.float32)), 10, RNG(1))
    assert not np.array_equal(read, other)


def test_a_matrix_reads_its_rows() -> None:
    values = RNG(0).normal(size=(5, 4)).astype(np.float32)
    layer = Layer("gemm", "Gemm", ("gemm",), "x", np.zeros((3, 4), np.float32), "w")
    assert np.array_equal(windows(values, layer, 2, RNG(0)), values[:, :, None])


def test_an_addition_has_no_windows() -> None:
    with pytest.raises(ValueError, match="has no weights"):
        windows(np.zeros((1, 1, 2, 2), np.float32), Layer("add", "Add", (), "x", None, ""), 1, RNG(0))
