"""Crop room: the crops of one frame, written where the embedder reads them as one batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.embed.batch import MAX_BATCH


class CropRoom:
    """Memory for the crops of one frame, used again for the next one's: whoever keeps a crop copies it.

    It begins with room for one run of the embedder, and grows with the tray.

    Args:
        height: of a crop, pixels.
        width: of a crop, pixels.
    """

    def __init__(self, height: int, width: int) -> None:
        self._crops = np.empty((MAX_BATCH, height, width, 3), np.uint8)

    def place(self, number: int) -> NDArray[np.uint8]:
        """Where the crop of that number, from 0, is to be written: uint8 `[H, W, 3]`."""
        if number == len(self._crops):
            self._crops = np.concatenate([self._crops, np.empty_like(self._crops)])
        place: NDArray[np.uint8] = self._crops[number]
        return place

    def first(self, count: int) -> NDArray[np.uint8]:
        """The first crops as one batch, uint8 `[count, H, W, 3]`, C-contiguous."""
        return self._crops[:count]
