"""Scene: a frame, and where its items lie, as the till's own localiser found them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from edge.frame import Frame
from edge.localise import create
from edge.synth import Shop
from edge.synth.belt import Belt
from gallery.errors import InputError

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

    def belt(self, shop: Shop) -> Belt:
        """The belt; packages the shop does not sell lie on it, too."""
        pool = shop.products + shop.strangers
        turned = pool[self.first % len(pool) :] + pool[: self.first % len(pool)]
        return Belt(Shop(turned, (), ()), self.items, seed=self.first)


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


def scenes_of(setting: Setting, shop: Shop, count: int) -> list[Scene]:
    """The last frame of each of the belt's first steps.

    Args:
        setting: the belt.
        shop: whose products.
        count: of steps.

    Raises:
        InputError: the localiser does not find all items.
    """
    belt = setting.belt(shop)
    localiser = create("tray", empty=belt.empty)
    scenes = []
    for number, image in enumerate(islice(belt.frames(), count * belt.step)):
        found = localiser.locate(Frame(image, number, number / belt.fps, 0.0))
        if (number + 1) % belt.step:
            continue
        if len(found) != setting.items or not found.settled.all():
            raise InputError(
                f"frame {number} of {setting}: the localiser found {int(found.settled.sum())} items at rest",
                "choose another first package",
            )
        boxes = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in found.boxes)
        scenes.append(Scene(image, boxes, tuple(found.masks), setting, number))
    return scenes
