"""Localise: where in the frame items lie, whatever they are. `create` builds one from its name."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge.detections import Detections
from edge.frame import Frame
from gallery.errors import InputError

CHOICES = ("tray", "whole", "onnx:PATH")
"""What `create` understands."""


class Localiser(Protocol):
    """Finds item candidates, class-agnostic; keeps what it needs from frame to frame."""

    def locate(self, frame: Frame) -> Detections:
        """Item candidates of the next frame of one camera, in the order of time."""
        ...


def create(spec: str, empty: NDArray[np.uint8] | None = None) -> Localiser:
    """Build a localiser from its name.

    Args:
        spec: `tray` (fixed camera over a tray or belt), `whole` (one item fills the view) or
            `onnx:PATH` (a class-agnostic YOLO detector).
        empty: uint8 `[H, W, 3]`, BGR, the scene without items; for `tray` alone, which learns
            it from the first second otherwise.

    Raises:
        InputError: the name is unknown, the model file cannot be used, or `empty` is no picture
            or was given to a localiser that has no use for it.
    """
    if spec == "tray":
        from edge.localise.tray import TrayLocaliser

        return TrayLocaliser(empty=empty)
    if empty is not None:
        raise InputError(
            f"localiser {spec}: it takes no picture of the empty scene", "leave it out, or use tray"
        )
    if spec == "whole":
        from edge.localise.whole import WholeLocaliser

        return WholeLocaliser()
    if spec.startswith("onnx:") and len(spec) > len("onnx:"):
        from edge.localise.yolo import YoloLocaliser

        return YoloLocaliser(Path(spec.removeprefix("onnx:")))
    raise InputError(f"localiser {spec!r} is unknown", f"choose one of {', '.join(CHOICES)}")
