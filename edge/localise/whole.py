"""Whole: one item fills the view, as when it is held up to the camera."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.detections import Detections
from edge.frame import Frame

_SIZE = (32, 32)


class WholeLocaliser:
    """One box a frame: the frame itself. Settled while the view stays the same.

    Args:
        change: mean absolute difference of two frames, grey levels (0 to 255) on a 32x32
            thumbnail, above which the view counts as moving.
    """

    def __init__(self, change: float = 4.0) -> None:
        self._change = change
        self._previous: NDArray[np.uint8] | None = None

    def locate(self, frame: Frame) -> Detections:
        """The full frame as one detection; the first frame counts as settled."""
        height, width = frame.image.shape[:2]
        small = np.asarray(cv2.resize(frame.image, _SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        settled = self._previous is None or _difference(small, self._previous) <= self._change
        self._previous = small
        return Detections(
            boxes=np.array([[0, 0, width, height]], np.float32),
            masks=(None,),
            settled=np.array([settled]),
        )


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())
