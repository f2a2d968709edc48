"""Shrink: the frame at the working size."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.seen import Reduced


class Shrinker:
    """Reduces frames of one size by halves, which is fast, and then to size; every pixel of them counts.

    Args:
        extent: height and width of the frames, pixels.
        width: to which they are reduced, pixels.
    """

    def __init__(self, extent: tuple[int, ...], width: int) -> None:
        self.extent = height, across = extent[0], extent[1]
        self.size = (max(1, round(height * width / across)), width)
        self._steps: list[Reduced] = []
        while across >= 2 * width:
            height, across = height // 2, across // 2
            self._steps.append(np.empty((height, across, 3), np.uint8))
        if (height, across) != self.size:
            self._steps.append(np.empty((*self.size, 3), np.uint8))

    def shrink(self, image: NDArray[np.uint8]) -> Reduced:
        """The frame, reduced. It holds until the next call."""
        small = image
        for step in self._steps:
            cv2.resize(small, step.shape[1::-1], dst=step, interpolation=cv2.INTER_AREA)
            small = step
        return small
