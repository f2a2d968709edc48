"""Hidden: where something in motion covers the scene, so that what lies beneath cannot be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.crop import clip

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A map of the whole frame, kept at the size at which a localiser works.

    Each pixel of the frame is that of the map to which OpenCV's nearest neighbour leads, so the counts here
    are those of the map enlarged to the frame, which is never made.

    Attributes:
        map: uint8 `[h, w]`, non-zero where the scene is hidden.
        size: height and width of the frame, pixels.
    """

    map: NDArray[np.uint8]
    size: tuple[int, int]

    def pixels(self) -> int:
        """How many pixels of the frame are hidden."""
        marked = cv2.countNonZero(self.map)
        if not marked:
            return 0
        down, across = (_times(*sides) for sides in zip(self.map.shape, self.size, strict=True))
        if down.min() == down.max() and across.min() == across.max():
            return int(marked * down[0] * across[0])
        return int(np.einsum("i,ij,j->", down, self.map != 0, across))

    def part(self, box: Box) -> float:
        """The part of a box, in pixels of the frame, that is hidden, 0 to 1; every second pixel is asked."""
        x1, y1, x2, y2 = clip(box, self.size[1], self.size[0])
        rows = nearest(self.map.shape[0], self.size[0])[y1:y2:2]
        columns = nearest(self.map.shape[1], self.size[1])[x1:x2:2]
        if not rows.size or not columns.size:
            return 0.0
        inside = self.map[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if not cv2.countNonZero(inside):
            return 0.0
        down, across = np.bincount(rows - rows[0]), np.bincount(columns - columns[0])
        return int(down @ (inside != 0) @ across) / (rows.size * columns.size)


@lru_cache(maxsize=16)
def nearest(small: int, large: int) -> NDArray[np.intp]:
    """The pixel of a row of `small` that OpenCV enlarges each pixel of a row of `large` from."""
    row = np.arange(small, dtype=np.uint16).reshape(1, -1)
    return np.asarray(cv2.resize(row, (large, 1), interpolation=cv2.INTER_NEAREST)[0], np.intp)


@lru_cache(maxsize=16)
def _times(small: int, large: int) -> NDArray[np.intp]:
    """How often each pixel of a row of `small` stands in a row of `large`."""
    return np.bincount(nearest(small, large), minlength=small)
