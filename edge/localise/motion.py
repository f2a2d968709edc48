"""Motion: what changed between frames, when it last did, and how noisy the camera is."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.background import Picture

_APART_S = 0.1
_BEFORE_S = 0.5
_KERNEL = np.ones((3, 3), np.uint8)


class Motion:
    """Compares each frame with one about a tenth of a second before, at any frame rate.

    Attributes:
        noise: standard deviation of the noise, grey levels at the working size.
    """

    def __init__(self, height: int, width: int) -> None:
        self.noise = 0.0
        self._past: deque[tuple[float, Picture]] = deque()
        self._moved = np.full((height, width), -np.inf, np.float64)
        self._clear = np.full((height, width), -np.inf, np.float64)
        self._measured = False

    def update(self, seen: Picture, threshold: float, time: float) -> NDArray[np.bool_]:
        """True `[h, w]` where the normalised frame is in motion now."""
        while len(self._past) > 1 and self._past[1][0] <= time - _APART_S + 1e-6:
            self._past.popleft()
        moving = np.zeros(seen.shape[:2], np.bool_)
        if not self._past:
            self._moved[:], self._clear[:] = time, time
        else:
            self._measure(seen, self._past[-1][1])
            moving = _moving(seen, self._past[0][1], threshold)
            self._moved[moving] = time
        self._past.append((time, seen))
        return moving

    def since(self, time: float) -> NDArray[np.bool_]:
        """True `[h, w]` where something moved at or after `time`."""
        return np.asarray(self._moved >= time, np.bool_)

    def clear(self, where: NDArray[np.bool_], time: float) -> None:
        """Note where the frame looks as expected."""
        self._clear[where] = time

    def uncover(self, where: tuple[slice, slice], mask: NDArray[np.uint8]) -> None:
        """Take what is seen from now on in a mask as having come with motion."""
        self._clear[where][mask > 0] = -np.inf

    def arrived(self) -> NDArray[np.bool_]:
        """True `[h, w]` where what is seen came with motion, and not with a change of light."""
        return np.asarray(self._moved >= self._clear - _BEFORE_S, np.bool_)

    def _measure(self, seen: Picture, before: Picture) -> None:
        """Median absolute difference of neighbouring frames: motion is in the few, noise in all."""
        step = np.abs(seen[::4, ::4] - before[::4, ::4])
        now = min(20.0, float(np.median(step)) * 1.4826 / 2**0.5)
        self.noise = now if not self._measured else 0.9 * self.noise + 0.1 * now
        self._measured = True


def _moving(seen: Picture, before: Picture, threshold: float) -> NDArray[np.bool_]:
    blue, green, red = cv2.split(cv2.absdiff(seen, before))
    changed = (cv2.max(cv2.max(blue, green), red) > threshold).astype(np.uint8)
    cleaned = cv2.morphologyEx(changed, cv2.MORPH_OPEN, _KERNEL)
    return np.asarray(cv2.dilate(cleaned, _KERNEL), np.bool_)
