"""Motion: what changed between frames, when it last did, and how noisy the camera is."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.median import median
from edge.localise.seen import Picture

_APART_S = 0.1
_BEFORE_S = 0.5
_STEP = 4  # the noise is measured on every 4th pixel both ways
_KERNEL = np.ones((3, 3), np.uint8)


class Motion:
    """Compares each frame with one about a tenth of a second before, at any frame rate.

    Attributes:
        noise: standard deviation of the noise, grey levels at the working size.
    """

    def __init__(self, height: int, width: int) -> None:
        self.noise = 0.0
        self._past: deque[tuple[float, Picture]] = deque()
        self._free: list[Picture] = []
        self._moved = np.full((height, width), -np.inf, np.float64)
        self._clear = np.full((height, width), -np.inf, np.float64)
        self._measured = False
        self._sampled = np.empty((3, -(-height // _STEP), -(-width // _STEP)), np.float32)
        self._floats = np.empty((2, height, width), np.float32)
        self._moving = np.zeros((height, width), np.bool_)

    def update(self, planes: Picture, threshold: float, time: float) -> NDArray[np.bool_]:
        """True `[h, w]` where the normalised frame, float32 `[3, h, w]`, is in motion now.

        What it gives holds until the next call. The frame is copied.
        """
        while len(self._past) > 1 and self._past[1][0] <= time - _APART_S + 1e-6:
            self._free.append(self._past.popleft()[1])
        if not self._past:
            self._moved[:], self._clear[:] = time, time
            self._moving.fill(False)
        else:
            self._measure(planes, self._past[-1][1])
            self._compare(planes, self._past[0][1], threshold)
            np.copyto(self._moved, time, where=self._moving)
        kept = self._free.pop() if self._free else np.empty_like(planes)
        np.copyto(kept, planes)
        self._past.append((time, kept))
        return self._moving

    def since(self, time: float) -> NDArray[np.bool_]:
        """True `[h, w]` where something moved at or after `time`."""
        return np.asarray(self._moved >= time, np.bool_)

    def since_in(self, where: tuple[slice, slice], time: float) -> NDArray[np.bool_]:
        """`since` in some rows and columns."""
        return np.asarray(self._moved[where] >= time, np.bool_)

    def clear(self, where: NDArray[np.bool_], time: float) -> None:
        """Note where the frame looks as expected."""
        np.copyto(self._clear, time, where=where)

    def uncover(self, where: tuple[slice, slice], mask: NDArray[np.uint8]) -> None:
        """Take what is seen from now on in a mask as having come with motion."""
        self._clear[where][mask > 0] = -np.inf

    def arrived_in(self, where: tuple[slice, slice]) -> NDArray[np.bool_]:
        """True, in some rows and columns, where what is seen came with motion, not with other light."""
        return np.asarray(self._moved[where] >= self._clear[where] - _BEFORE_S, np.bool_)

    def _measure(self, planes: Picture, before: Picture) -> None:
        """Median absolute difference of neighbouring frames: motion is in the few, noise in all."""
        step = np.subtract(planes[:, ::_STEP, ::_STEP], before[:, ::_STEP, ::_STEP], out=self._sampled)
        now = min(20.0, float(median(np.abs(step, out=step).ravel())) * 1.4826 / 2**0.5)
        self.noise = now if not self._measured else 0.9 * self.noise + 0.1 * now
        self._measured = True

    def _compare(self, planes: Picture, before: Picture, threshold: float) -> None:
        greatest, spare = self._floats
        cv2.absdiff(planes[0], before[0], dst=greatest)
        for channel in (1, 2):
            np.maximum(greatest, cv2.absdiff(planes[channel], before[channel], dst=spare), out=greatest)
        changed = np.greater(greatest, threshold, out=self._moving).view(np.uint8)
        if cv2.countNonZero(changed):
            cv2.morphologyEx(changed, cv2.MORPH_OPEN, _KERNEL, dst=changed)
            cv2.dilate(changed, _KERNEL, dst=changed)
