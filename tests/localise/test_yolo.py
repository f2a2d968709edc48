"""Every layout that the common exporters write is read, and any other is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge.frame import Frame
from edge.localise.yolo import YoloLocaliser
from gallery.errors import InputError

onnx = pytest.importorskip("onnx")

SIZE = 64
CELLS = 64 + 16 + 4
BOX = (16.0, 20.0, 40.0, 44.0)
"""x1 y1 x2 y2 in the model's input; a frame of 128x96 is put there at half size, 8 pixels down."""
IN_FRAME = [32, 24, 80, 72]


def rows(count: int, columns: int, objectness: bool) -> np.ndarray:
    """Two boxes of different classes on the same thing, and a weak one elsewhere."""
    table = np.zeros((count, columns), np.float32)
    centre = [(BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2, BOX[2] - BOX[0], BOX[3] - BOX[1]]
    for row, (label, score) in enumerate([(0, 0.9), (1, 0.7), (0, 0.2)]):
        table[row, :4] = centre if row < 2 else (50, 50, 9, 9)
        if objectness:
            table[row, 4] = score
        table[row, (5 if objectness else 4) + label] = 1.0 if objectness else score
    return table


def end_to_end() -> np.ndarray:
    table = np.zeros((300, 6), np.float32)
    table[0] = (*BOX, 0.9, 3)
    table[1] = (50, 50, 60, 60, 0.1, 0)
    return table


LAYOUTS = {
    "v8": rows(CELLS, 4 + 3, False).T,
    "v8, two classes": rows(CELLS, 4 + 2, False).T,
    "v8, 80 classes, transposed": rows(CELLS, 84, False),
    "v5": rows(3 * CELLS, 5 + 2, True),
    "end to end": end_to_end(),
}


def write(path: Path, output: np.ndarray, dtype=np.float32, dynamic: bool = False) -> Path:
    kind = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    value = onnx.numpy_helper.from_array(output[None].astype(dtype), "value")
    shape = [1, 3, "h", "w"] if dynamic else [1, 3, SIZE, SIZE]
    graph = onnx.helper.make_graph(
        [
            onnx.helper.make_node("ReduceMax", ["images"], ["brightest"], keepdims=0),
            onnx.helper.make_node("Sub", ["brightest", "brightest"], ["nothing"]),
            onnx.helper.make_node("Add", ["value", "nothing"], ["output0"]),
        ],
        "detector",
        [onnx.helper.make_tensor_value_info("images", kind, shape)],
        [onnx.helper.make_tensor_value_info("output0", kind, [1, *output.shape])],
        [value],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    return path


def frame(step: int = 0) -> Frame:
    return Frame(np.full((96, 128, 3), 90, np.uint8), step, step / 10, 0.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_gives_the_box_once(tmp_path: Path, layout: str, dtype) -> None:
    localiser = YoloLocaliser(write(tmp_path / "detector.onnx", LAYOUTS[layout], dtype))
    answer = localiser.locate(frame())
    assert answer.boxes.round().tolist() == [IN_FRAME]
    assert answer.masks == (None,)


def test_a_box_settles_when_it_stays(tmp_path: Path) -> None:
    localiser = YoloLocaliser(write(tmp_path / "detector.onnx", LAYOUTS["v8"]))
    states = [bool(localiser.locate(frame(step)).settled[0]) for step in range(6)]
    assert states == [False, False, False, True, True, True]


def test_a_box_on_the_border_never_settles(tmp_path: Path) -> None:
    table = end_to_end()
    table[0, :4] = (0, 20, 30, 44)
    localiser = YoloLocaliser(write(tmp_path / "detector.onnx", table))
    assert not any(localiser.locate(frame(step)).settled.any() for step in range(8))


def test_an_unknown_shape_is_named(tmp_path: Path) -> None:
    localiser = YoloLocaliser(write(tmp_path / "detector.onnx", np.zeros((7, 100), np.float32)))
    with pytest.raises(InputError, match=r"\[1, 7, 100\]"):
        localiser.locate(frame())


def test_a_size_left_open_is_640(tmp_path: Path) -> None:
    table = end_to_end()
    table[0, :4] *= 10
    localiser = YoloLocaliser(write(tmp_path / "detector.onnx", table, dynamic=True))
    assert localiser.locate(frame()).boxes.round().tolist() == [IN_FRAME]


def test_what_is_no_model_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(InputError, match=r"broken\.onnx"):
        YoloLocaliser(path)
