"""Scene: a frame, and where its items lie, as the till's own localiser found them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 5
"""Of the shop, as in `checkout-edge demo`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A belt that can be played again, byte for byte.

    Attributes:
        items: on the belt.
        first: which of the shop's packages comes first.
    """

    items: int
    first: int


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What every subject is given.

    Attributes:
        image: uint8 `[H, W, 3]`, BGR.
        boxes: one an item, x1 y1 x2 y2 in pixels.
        masks: one an item, uint8 `[h, w]`, 255 on the item, or None.
        setting: the belt it is of.
        number: of the frame on that belt.
    """

    image: NDArray[np.uint8]
    boxes: tuple[tuple[float, float, float, float], ...]
    masks: tuple[NDArray[np.uint8] | None, ...]
    setting: Setting
    number: int

    @property
    def items(self) -> int:
        """How many lie there."""
        return len(self.boxes)
