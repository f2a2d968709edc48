"""Background: the empty scene, and the light it is seen in now.

Every picture here is the frame reduced to the working size, float32 `[h, w, 3]`, BGR. A frame is
first divided by the gain of the light (one factor a channel), so that exposure and colour of the
light drop out and pictures of different times can be compared.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Mask = NDArray[np.uint8]

_MAX_SAMPLES = 25
_STEP = 6  # the gain is measured on every 6th pixel both ways
_TRUSTED = 0.3  # part of the scene that must be in view for the gain to be measured on it


class Learner:
    """Collects the first frames; their median is the empty scene, whoever reached through it.

    Args:
        learn_s: how long to look, seconds.
    """

    def __init__(self, learn_s: float) -> None:
        self._learn_s = learn_s
        self._samples: list[Picture] = []
        self._begin: float | None = None
        self._last = 0.0

    def learn(self, picture: Picture, time: float) -> Picture | None:
        """Take a frame; the empty scene once enough time has passed, None before."""
        if self._begin is None:
            self._begin = time
        if not self._samples or time - self._last >= self._learn_s / _MAX_SAMPLES:
            self._samples.append(picture)
            self._last = time
        if time - self._begin < self._learn_s:
            return None
        return np.asarray(np.median(np.stack(self._samples), axis=0), np.float32)


class EmptyScene:
    """The empty scene; it follows the light and never takes in what lies on it.

    Args:
        picture: the scene without items.
        adapt_s: time constant at which it follows slow changes, seconds.
    """

    def __init__(self, picture: Picture, adapt_s: float) -> None:
        self.picture = picture
        self._adapt_s = adapt_s
        self._gain = np.ones(3, np.float32)
        self._adapted: float | None = None

    def normalise(self, picture: Picture, expected: Picture, changed: Mask) -> Picture:
        """The frame as it would look in the light of the empty scene.

        Args:
            picture: the frame.
            expected: what the frame should show: the empty scene and the items known to lie there.
            changed: non-zero where the previous frame did not look as expected.
        """
        seen = picture[::_STEP, ::_STEP]
        wanted = expected[::_STEP, ::_STEP]
        usable = (seen.max(axis=2) < 250) & (wanted.max(axis=2) < 250) & (wanted.min(axis=2) > 8)
        same = usable & (changed[::_STEP, ::_STEP] == 0)
        if same.mean() < _TRUSTED:
            same = usable
        if same.any():
            self._gain = _steady(seen[same], wanted[same], self._gain)
        return picture * (1 / self._gain).astype(np.float32)

    def adapt(self, seen: Picture, still: NDArray[np.bool_], time: float) -> None:
        """Follow slow local changes of light.

        Args:
            seen: the normalised frame.
            still: `[h, w]`, True where the empty scene is in view and nothing moves.
            time: seconds.
        """
        if self._adapted is None:
            self._adapted = time
        passed = time - self._adapted
        if passed < self._adapt_s / 100:
            return
        self._adapted = time
        rate = 1 - float(np.exp(-passed / self._adapt_s))
        mask = still.astype(np.uint8)
        cv2.accumulateWeighted(seen, self.picture, rate, mask)

    def heal(self, seen: Picture, where: NDArray[np.bool_]) -> None:
        """Take the frame as the empty scene where something wrongly learned has gone."""
        self.picture[where] = seen[where]


def _steady(
    seen: NDArray[np.float32], wanted: NDArray[np.float32], gain: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The median ratio of the two, a channel; where most pixels agree with `gain`, of those alone."""
    ratio = seen / wanted
    like = (np.abs(ratio / gain - 1) < 0.1).all(axis=1)
    if like.mean() > 0.5:
        ratio = ratio[like]
    return np.asarray(np.clip(np.median(ratio, axis=0), 0.05, 20), np.float32)
