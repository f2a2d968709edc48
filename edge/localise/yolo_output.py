"""YOLO output: what the common exporters write, read by its shape.

| written by | shape | one row |
|---|---|---|
| Ultralytics v8, v9, v11 | `[1, 4 + classes, N]`, or `[1, N, 4 + classes]` | cx cy w h, one score a class |
| YOLOv5, YOLOv7 | `[1, N, 5 + classes]` | cx cy w h, objectness, one score a class |
| end to end (YOLOv10, YOLO26, `nms=True`) | `[1, N, 6]`, N up to 1000 | x1 y1 x2 y2, score, class |

Nothing but the shape tells v5 from a v8 output that was transposed, and its number of rows does:
v5 and v7 have three anchors a cell, v8 and later have one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_END_TO_END_ROWS = 1000
_STRIDES = ((8, 16, 32), (4, 8, 16, 32), (8, 16, 32, 64))  # the heads that exporters write


class UnknownLayoutError(ValueError):
    """The output's shape is none that is known."""


def read(output: Array, height: int, width: int) -> tuple[Array, Array]:
    """Boxes and scores from the raw output.

    Args:
        output: the model's first output, float, `[1, A, B]`.
        height: of the model's input, pixels.
        width: of the model's input, pixels.

    Returns:
        Boxes float32 `[N, 4]`, x1 y1 x2 y2 in pixels of the input, and scores float32 `[N]`.

    Raises:
        UnknownLayoutError: no known layout has this shape.
    """
    if output.ndim != 3 or output.shape[0] != 1:
        raise UnknownLayoutError(f"output of shape {list(output.shape)}")
    table = np.asarray(output[0], np.float32)
    cells = {sum(-(-height // s) * -(-width // s) for s in strides) for strides in _STRIDES}
    anchors = {3 * count for count in cells}
    if table.shape[1] in cells | anchors and table.shape[0] not in cells | anchors:
        table = np.ascontiguousarray(table.T)
    rows, columns = table.shape
    if columns == 6 and rows <= _END_TO_END_ROWS and rows not in cells | anchors:
        return table[:, :4], table[:, 4]
    if rows in anchors and columns >= 6:
        return _corners(table[:, :4]), table[:, 4] * table[:, 5:].max(axis=1)
    if rows in cells and columns >= 5:
        return _corners(table[:, :4]), np.asarray(table[:, 4:].max(axis=1), np.float32)
    raise UnknownLayoutError(f"output of shape {list(output.shape)} for an input of {height}x{width}")


def suppress(boxes: Array, scores: Array, confidence: float, iou: float) -> NDArray[np.intp]:
    """Class-agnostic non-maximum suppression: indices of the boxes kept, best first."""
    sizes = boxes.copy()
    sizes[:, 2:] -= sizes[:, :2]
    kept = cv2.dnn.NMSBoxes(sizes.tolist(), scores.tolist(), confidence, iou)
    return np.asarray(kept, np.intp).reshape(-1)


def _corners(boxes: Array) -> Array:
    half = boxes[:, 2:] / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)
