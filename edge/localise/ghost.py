"""Ghost: a place that differs because what was learned as empty has been taken away."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.seen import Picture

_KERNEL = np.ones((5, 5), np.uint8)
_RATIO = 1.3


def is_ghost(mask: NDArray[np.uint8], seen: Picture, empty: Picture) -> bool:
    """Whether the outline of a change lies in the learned scene and not in the frame.

    A thing has an edge around it. If the edge is in the frame, the thing is there; if it is in
    the learned scene, the thing was there when it was learned.

    Args:
        mask: uint8 `[h, w]`, non-zero on the change.
        seen: the normalised frame.
        empty: the learned scene.
    """
    outline = cv2.morphologyEx((mask > 0).astype(np.uint8), cv2.MORPH_GRADIENT, _KERNEL) > 0
    return _edges(empty, outline) > _RATIO * _edges(seen, outline)


def _edges(picture: Picture, where: NDArray[np.bool_]) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float(cv2.magnitude(across, down)[where].mean()) + 1.0
