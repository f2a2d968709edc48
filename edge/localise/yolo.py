"""YOLO: a class-agnostic detector from an ONNX file, as the common YOLO exporters write it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.boxes import iou as overlap
from edge.detections import Detections
from edge.frame import Frame
from edge.localise.yolo_output import UnknownLayoutError, read, suppress
from gallery.errors import DeviceError, InputError

_DEFAULT_SIZE = 640
_GREY = 114
_SAME = 0.8  # overlap (IoU) of a box with itself a frame later when it does not move
_EDGE = 0.005  # a box this near to the border touches it, as a part of the frame's size
_MANY = 300  # boxes kept before suppression


class YoloLocaliser:
    """Runs a YOLO detector with onnxruntime; every class counts as "an item".

    A box is settled once it has stayed the same for `settle_s` and does not touch the border.

    Args:
        path: the ONNX file: one float NCHW input in 0..1, RGB; see `yolo_output` for its output.
        confidence: least score, 0 to 1.
        iou: overlap above which the weaker of two boxes is dropped, 0 to 1.
        settle_s: how long a box stays the same to be settled, seconds.
        providers: onnxruntime's execution providers, best first.

    Raises:
        InputError: the file is missing, is no ONNX model, or takes another input.
        DeviceError: onnxruntime is not installed.
    """

    def __init__(
        self,
        path: Path,
        confidence: float = 0.35,
        iou: float = 0.6,
        settle_s: float = 0.3,
        providers: Sequence[str] = ("CPUExecutionProvider",),
    ) -> None:
        self._path, self._confidence, self._iou, self._settle_s = path, confidence, iou, settle_s
        self._session = _open(path, providers)
        inputs = self._session.get_inputs()
        shape = inputs[0].shape if inputs else []
        if len(inputs) != 1 or len(shape) != 4 or inputs[0].type not in _TYPES or shape[1] != 3:
            raise InputError(
                f"model {path}: it takes {[(i.shape, i.type) for i in inputs]}, not one float [1, 3, H, W]",
                "export the detector to ONNX with its default input",
            )
        self._name, self._type = inputs[0].name, _TYPES[inputs[0].type]
        self._size = tuple(
            side if isinstance(side, int) and side > 0 else _DEFAULT_SIZE for side in shape[2:]
        )
        self._seen: list[tuple[NDArray[np.float64], float]] = []

    def locate(self, frame: Frame) -> Detections:
        """Boxes of the next frame.

        Raises:
            InputError: the model's output has a shape that no known exporter writes.
        """
        height, width = self._size
        picture, scale, left, top = _letterbox(frame.image, height, width)
        output = self._session.run(None, {self._name: picture.astype(self._type)})[0]
        try:
            boxes, scores = read(np.asarray(output), height, width)
        except UnknownLayoutError as error:
            raise InputError(
                f"model {self._path}: {error}",
                "export a YOLO detector (v5, v7, v8 or later), with or without end-to-end NMS",
            ) from None
        best = np.argsort(-scores, kind="stable")[:_MANY]
        best = best[scores[best] >= self._confidence]
        kept = best[suppress(boxes[best], scores[best], self._confidence, self._iou)]
        found = (boxes[kept] - np.array([left, top, left, top], np.float32)) / scale
        return self._settle(_clip(found, frame.image.shape), frame)

    def _settle(self, boxes: NDArray[np.float32], frame: Frame) -> Detections:
        height, width = frame.image.shape[:2]
        boxes = boxes[(boxes[:, 2] - boxes[:, 0] >= 1) & (boxes[:, 3] - boxes[:, 1] >= 1)]
        seen = [self._origin(box.astype(np.float64), frame.time) for box in boxes]
        margin = np.array([width, height]) * _EDGE
        inside = ((boxes[:, :2] > margin) & (boxes[:, 2:] < np.array([width, height]) - margin)).all(axis=1)
        still = np.array([frame.time - since >= self._settle_s - 1e-6 for _, since in seen], np.bool_)
        self._seen = seen
        return Detections(boxes, (None,) * len(boxes), inside & still)

    def _origin(self, box: NDArray[np.float64], time: float) -> tuple[NDArray[np.float64], float]:
        """Where and when this box came to rest. It is compared with its origin, so it cannot creep."""
        if not self._seen:
            return box, time
        same = overlap(box[None], np.stack([origin for origin, _ in self._seen]))[0]
        best = int(same.argmax())
        return self._seen[best] if same[best] >= _SAME else (box, time)


_TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16}


def _open(path: Path, providers: Sequence[str]) -> Any:
    try:
        import onnxruntime
    except ImportError:
        raise DeviceError(
            "onnxruntime is not installed", "pip install 'checkout-edge[cpu]', or [gpu] with an NVIDIA GPU"
        ) from None
    if not path.is_file():
        raise InputError(f"model {path}: there is no such file", "give the path of an .onnx file after onnx:")
    try:
        return onnxruntime.InferenceSession(str(path), providers=list(providers))
    except Exception as error:
        raise InputError(
            f"model {path}: {str(error).splitlines()[0]}", "export the detector to ONNX again"
        ) from None


def _letterbox(
    image: NDArray[np.uint8], height: int, width: int
) -> tuple[NDArray[np.float32], float, int, int]:
    """The frame in the model's size, its aspect kept: `[1, 3, H, W]` RGB 0..1, scale, left, top."""
    scale = min(height / image.shape[0], width / image.shape[1])
    inner = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    canvas = np.full((height, width, 3), _GREY, np.uint8)
    canvas[top : top + inner[1], left : left + inner[0]] = cv2.resize(image, inner)
    blob = np.asarray(cv2.dnn.blobFromImage(canvas, 1 / 255, swapRB=True), np.float32)
    return blob, scale, left, top


def _clip(boxes: NDArray[np.float32], extent: tuple[int, ...]) -> NDArray[np.float32]:
    limit = np.array([extent[1], extent[0]] * 2, np.float32)
    return np.asarray(np.clip(boxes, 0, limit), np.float32)
