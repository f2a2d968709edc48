"""Belt: items that lie apart and all move on at once, every so often; or that lie still."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count

import numpy as np

from edge.synth.draw import Image
from edge.synth.exposure import expose, noise_field
from edge.synth.package import Package
from edge.synth.placing import Spot, pose_on_tray
from edge.synth.pose import view
from edge.synth.render import Sprite, render_sprite
from edge.synth.scene import FRAME_CM, paint_scene
from edge.synth.shop import Shop
from edge.synth.solid import solid_of
from edge.synth.tray import make_tray, tray_area
from gallery.errors import InputError

BARE_S, LIE_S = 1.1, 0.8
"""Seconds of each step without items, and with them.

Bare long enough for the tray localiser to give up what is gone (0.4 s where it looks like the belt),
and for a till to see that a place is bare (0.4 s), so that what comes is new to it. Then 0.3 s for a thing to
be at rest, and time for three looks, which come within 0.4 s at ten frames a second or more."""

LEAST_FPS = 5.0
"""Frames a second below which a till may not look at what lies there before it goes on: at 4.5 to 10 each
step had two looks or more, at 3.4, 2.3 and below 1.8 none."""

MOST = 20
"""Items; more lie too close for every one of them to be told from its neighbours at once."""

ARRANGEMENTS = 3
_RUBBER = 3  # the surface of belts, see `make_tray`
_FILLED = 0.62  # of a place's width and height, so that the tray localiser never joins neighbours
_PLACES = 6  # at least, so that a single item has somewhere to go


class Belt:
    """A camera looks down on a belt that advances in steps: no hand is seen.

    Each item is drawn as large as its place allows, and no larger than it would be on the demo's tray. A few
    arrangements are painted once, and shown in turn, each under its own light and noise.

    Args:
        shop: what is sold; its products are taken again and again when more items are asked for.
        items: how many lie there, 1 to `MOST`.
        size: width and height, pixels.
        fps: frames a second.
        seed: same seed, same bytes.
        moving: whether the items move on; else the first arrangement comes and stays.

    Raises:
        InputError: no or too many items.
    """

    def __init__(
        self,
        shop: Shop,
        items: int,
        size: tuple[int, int] = (1280, 720),
        fps: float = 15.0,
        seed: int = 0,
        moving: bool = True,
    ) -> None:
        if not 1 <= items <= MOST:
            raise InputError(f"{items} items on a belt", f"give 1 to {MOST}")
        self.size, self.fps, self.seed, self.moving = size, fps, seed, moving
        self.bare, self.step = round(BARE_S * fps), round((BARE_S + LIE_S) * fps)
        self.empty = make_tray(size, _RUBBER)
        self._scenes = _painted(shop, items, self.empty, seed)

    def frames(self) -> Iterator[Image]:
        """Frames without an end, uint8 `[height, width, 3]` BGR; each call gives the same bytes."""
        rng = np.random.default_rng((self.seed, 0xBE17))
        noise = noise_field(self.size, rng)
        for number in count():
            yield expose(self._scene(number), noise, number / self.fps, rng)

    def _scene(self, number: int) -> Image:
        step, since = divmod(number, self.step)
        if not self.moving:
            return self.empty if number < self.bare else self._scenes[0]
        return self.empty if since < self.bare else self._scenes[step % ARRANGEMENTS]


def _painted(shop: Shop, items: int, empty: Image, seed: int) -> list[Image]:
    """The arrangements: each item goes on by some places, and those at the end begin anew."""
    rng = np.random.default_rng((seed, 0xBE))
    size = (empty.shape[1], empty.shape[0])
    places = _places(max(items, _PLACES), size)
    room = places[0][2], places[0][3]
    packages = [shop.products[item % len(shop.products)] for item in range(items)]
    sprites = [_sprite(package, room, size[0] / FRAME_CM, rng) for package in packages]
    scenes = []
    for turn in range(ARRANGEMENTS):
        first = turn * len(places) // ARRANGEMENTS
        spots = [_spot(sprite, places[(first + k) % len(places)]) for k, sprite in enumerate(sprites)]
        scenes.append(paint_scene(empty, spots))
    return scenes


def _places(least: int, size: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """Middle, width and height of equal places on the tray, `least` or more, about as wide as high."""
    x1, y1, x2, y2 = tray_area(size)
    rows = max(1, round(math.sqrt(least * (y2 - y1) / (x2 - x1))))
    columns = -(-least // rows)
    wide, high = (x2 - x1) / columns, (y2 - y1) / rows
    return [
        (x1 + (column + 0.5) * wide, y1 + (row + 0.5) * high, wide, high)
        for row in range(rows)
        for column in range(columns)
    ]


def _sprite(package: Package, room: tuple[float, float], most: float, rng: np.random.Generator) -> Sprite:
    pose = pose_on_tray(package, rng)
    hull = solid_of(package).hull
    seen = view(pose, hull, 1.0)
    wide, high = np.ptp(seen.pixels(seen.world(hull)), axis=0)
    return render_sprite(package, pose, min(most, _FILLED * room[0] / wide, _FILLED * room[1] / high))


def _spot(sprite: Sprite, place: tuple[float, float, float, float]) -> Spot:
    height, width = sprite.image.shape[:2]
    return Spot(sprite, round(place[0] - width / 2) - sprite.x, round(place[1] - height / 2) - sprite.y)
