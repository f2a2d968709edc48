"""Background: the empty scene, and the light it is seen in now.

Every picture here is the frame reduced to the working size, float32 `[h, w, 3]`, BGR. A frame is
first divided by the gain of the light (one factor a channel), so that exposure and colour of the
light drop out and pictures of different times can be compared.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.median import median
from edge.localise.seen import Picture, Reduced, Seen

_STEP = 6  # the gain is measured on every 6th pixel both ways
_TRUSTED = 0.3  # part of the scene that must be in view for the gain to be measured on it


class EmptyScene:
    """The empty scene; it follows the light and never takes in what lies on it.

    Args:
        picture: the scene without items.
        adapt_s: time constant at which it follows slow changes, seconds.

    Attributes:
        picture: as it is known now.
        version: counts the changes of `picture`.
    """

    def __init__(self, picture: Picture, adapt_s: float) -> None:
        self.picture = picture
        self.version = 0
        self._adapt_s = adapt_s
        self._gain = np.ones(3, np.float32)
        self._adapted: float | None = None

    def normalise(self, reduced: Reduced, expected: Picture, changed: NDArray[np.bool_], seen: Seen) -> None:
        """The frame as it would look in the light of the empty scene.

        Args:
            reduced: the frame.
            expected: what the frame should show: the empty scene and the items known to lie there.
            changed: bool `[h, w]`, True where the previous frame did not look as expected.
            seen: where to write the result.
        """
        sample = reduced[::_STEP, ::_STEP]
        wanted = expected[::_STEP, ::_STEP]
        usable = (_most(sample) < 250) & (_most(wanted) < 250) & (_least(wanted) > 8)
        same = usable & ~changed[::_STEP, ::_STEP]
        if same.mean() < _TRUSTED:
            same = usable
        if same.any():
            self._gain = _steady(sample[same].astype(np.float32), wanted[same], self._gain)
        seen.write(reduced, (1 / self._gain).astype(np.float32))

    def is_due(self, time: float) -> bool:
        """Whether it is time to follow the light again; asked before `adapt` is called."""
        if self._adapted is None:
            self._adapted = time
        return time - self._adapted >= self._adapt_s / 100

    def adapt(self, seen: Picture, still: NDArray[np.bool_], time: float) -> None:
        """Follow slow local changes of light since the last time.

        Args:
            seen: the normalised frame.
            still: `[h, w]`, True where the empty scene is in view and nothing moves.
            time: seconds.
        """
        passed = time - (time if self._adapted is None else self._adapted)
        self._adapted = time
        rate = 1 - float(np.exp(-passed / self._adapt_s))
        mask = still.astype(np.uint8)
        cv2.accumulateWeighted(seen, self.picture, rate, mask)
        self.version += 1

    def heal(self, seen: Picture, where: NDArray[np.bool_]) -> None:
        """Take the frame as the empty scene where something wrongly learned has gone."""
        self.picture[where] = seen[where]
        self.version += 1


def _steady(
    seen: NDArray[np.float32], wanted: NDArray[np.float32], gain: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The median ratio of the two, a channel; where most pixels agree with `gain`, of those alone."""
    ratio = seen / wanted
    like = (np.abs(ratio / gain - 1) < 0.1).all(axis=1)
    if like.mean() > 0.5:
        ratio = ratio[like]
    middle = [median(channel) for channel in np.ascontiguousarray(ratio.T)]
    return np.asarray(np.clip(np.array(middle, np.float32), 0.05, 20), np.float32)


def _most(picture: NDArray[Any]) -> NDArray[Any]:
    """The greatest channel of each pixel."""
    return np.asarray(np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2]))


def _least(picture: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.minimum(np.minimum(picture[..., 0], picture[..., 1]), picture[..., 2]))
