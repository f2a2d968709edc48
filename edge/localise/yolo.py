"""YOLO: a class-agnostic detector from an ONNX file, as the common YOLO exporters write it."""

from __future__ import annotations

from pathlib import Path

from edge.detections import Detections
from edge.frame import Frame


class YoloLocaliser:
    """Runs a YOLO detector with onnxruntime.

    Args:
        path: the ONNX file.
        confidence: least score, 0 to 1.
        iou: overlap above which the weaker of two boxes is dropped, 0 to 1.

    Raises:
        InputError: the file cannot be used.
    """

    def __init__(self, path: Path, confidence: float = 0.35, iou: float = 0.6) -> None:
        raise NotImplementedError

    def locate(self, frame: Frame) -> Detections:
        """Boxes of the next frame."""
        raise NotImplementedError
