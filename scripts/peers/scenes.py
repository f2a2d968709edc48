"""Scenes: drawn on the bench's belt, their items found by the till's own localiser."""

from __future__ import annotations

from itertools import islice

from edge.frame import Frame
from edge.localise import create
from edge.synth import Shop
from edge.synth.belt import Belt
from gallery.errors import InputError
from peers.scene import Scene, Setting


def belt_of(setting: Setting, shop: Shop) -> Belt:
    """The belt of a setting; packages that the shop does not sell lie on it, too."""
    pool = shop.products + shop.strangers
    first = setting.first % len(pool)
    return Belt(Shop(pool[first:] + pool[:first], (), ()), setting.items, seed=setting.first)


def scenes_of(setting: Setting, shop: Shop, count: int) -> list[Scene]:
    """The last frame of each of the belt's first steps.

    Args:
        setting: the belt.
        shop: whose products.
        count: of steps.

    Raises:
        InputError: the localiser does not find all items.
    """
    belt = belt_of(setting, shop)
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
