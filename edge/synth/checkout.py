"""Checkout: a recording of a till that never was, with the truth about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import cv2
import numpy as np

from edge.synth.draw import Image
from edge.synth.exposure import expose, noise_field
from edge.synth.gesture import Gesture, Moment, make_gesture
from edge.synth.hand import make_customer
from edge.synth.overlay import darken, lay, layer
from edge.synth.placing import Spot
from edge.synth.scene import arrange, paint_scene
from edge.synth.script import COVER, MOVE, PUT, TAKE, TruthEvent, choose_items, write_script
from edge.synth.shop import Shop
from edge.synth.tray import make_tray
from gallery.errors import InputError

_MARGIN = 11


class Checkout:
    """A fixed camera looks down on a tray while a customer puts items on it.

    Args:
        shop: what is sold, and strangers.
        seed: same seed, same bytes.
        size: width and height, pixels; each even, 160 x 90 or more.
        fps: frames a second.
        duration: seconds; each item needs about 3.
        items: how many are put down.
        touching: put the last item down against a neighbour instead of apart.

    Raises:
        InputError: the size, rate or time cannot hold such a recording, or so many items do not fit.
    """

    def __init__(
        self,
        shop: Shop,
        seed: int = 0,
        size: tuple[int, int] = (1280, 720),
        fps: float = 15.0,
        duration: float = 42.0,
        items: int = 9,
        touching: bool = False,
    ) -> None:
        _check(seed, size, fps, items)
        self.shop, self.seed, self.size, self.fps = shop, seed, size, fps
        self.total = round(duration * fps)
        rng = np.random.default_rng((seed, 0xC0DE))
        self.items = choose_items(shop, items, rng)
        self._tray = make_tray(size, seed)
        foreign = [k for k, package in enumerate(self.items) if package in shop.strangers]
        acts = write_script(items, foreign, duration, rng)
        laid, self._scale = arrange(self.items, acts, size, rng, touching)
        customer = make_customer(rng)
        self._gestures = tuple(
            make_gesture(act, customer, spot, target, size, self._scale, rng)
            for act, (spot, target) in zip(acts, laid, strict=True)
        )
        self._layers = [layer(spot.sprite.image, _MARGIN) for spot, _ in _first_spots(self._gestures, items)]

    @property
    def truth(self) -> tuple[TruthEvent, ...]:
        """What happened, in order."""
        return tuple(self._event(gesture) for gesture in self._gestures)

    @property
    def unknowns(self) -> int:
        """Strangers that lie on the tray at the end."""
        kinds = Counter(event.kind for event in self.truth)
        return kinds["unknown"] - kinds["unknown_removed"]

    def basket(self) -> dict[str, int]:
        """Products on the tray at the end: SKU to number, in order of SKU."""
        count: Counter[str] = Counter()
        for event in self.truth:
            count[event.sku or ""] += (event.kind == "added") - (event.kind == "removed")
        return {sku: number for sku, number in sorted(count.items()) if number and sku}

    def empty_scene(self) -> Image:
        """The tray alone, evenly lit and without noise: uint8 `[height, width, 3]`."""
        tray: Image = self._tray.copy()
        return tray

    def frames(self) -> Iterator[Image]:
        """Every frame, uint8 `[height, width, 3]` BGR; each call gives the same bytes."""
        rng = np.random.default_rng((self.seed, 0xF4A3))
        noise = noise_field(self.size, rng)
        shown, scene = None, self._tray
        before: Moment | None = None
        for number in range(self.total):
            time = number / self.fps
            lying = self._lying(time)
            if (now := [(item, spot.x, spot.y) for item, spot in lying.items()]) != shown:
                shown, scene = now, paint_scene(self._tray, list(lying.values()))
            canvas = scene.copy()
            gesture = self._acting(time)
            moment = gesture.at(time) if gesture else None
            if gesture is not None and moment is not None:
                self._show(canvas, gesture, moment, before)
            before = moment
            yield expose(canvas, noise, time, rng)

    def _acting(self, time: float) -> Gesture | None:
        return next((g for g in self._gestures if g.act.start <= time <= g.act.start + g.act.length), None)

    def _lying(self, time: float) -> dict[int, Spot]:
        """The items that lie on the tray and are not held, by number."""
        lying: dict[int, Spot] = {}
        for gesture in self._gestures:
            kind, item = gesture.act.kind, gesture.act.item
            if kind in (TAKE, MOVE) and time >= gesture.lift_time():
                lying.pop(item, None)
            if kind in (PUT, MOVE) and time >= gesture.change_time():
                lying[item] = gesture.target
        return lying

    def _show(self, canvas: Image, gesture: Gesture, moment: Moment, before: Moment | None) -> None:
        """Lay the hand, what it holds, and their shadows."""
        smear = _smear(moment, before)
        rise = moment.lift * 3.0 * self._scale
        arm, x, y = gesture.arm, round(moment.x), round(moment.y - rise)
        if moment.holds:
            self._show_held(canvas, gesture, moment, rise)
        drop = 0.5 * self._scale + rise
        darken(
            canvas,
            arm.shadow,
            x + arm.x + round(0.55 * drop),
            y + arm.y + round(0.9 * drop),
            1 - 0.4 * moment.lift,
        )
        if moment.holds:
            spot = gesture.spot
            held_x, held_y = spot.x + moment.x - gesture.grip[0], spot.y + moment.y - gesture.grip[1] - rise
            corner = round(held_x) + spot.sprite.x - _MARGIN, round(held_y) + spot.sprite.y - _MARGIN
            lay(canvas, self._layers[gesture.act.item], *corner, smear)
        lay(canvas, arm.layer, x + arm.x, y + arm.y, smear)

    def _show_held(self, canvas: Image, gesture: Gesture, moment: Moment, rise: float) -> None:
        """The shadow of a held item: it parts from the item and fades as the item rises."""
        sprite = gesture.spot.sprite
        x = gesture.spot.x + moment.x - gesture.grip[0] + 0.5 * rise
        y = gesture.spot.y + moment.y - gesture.grip[1] + 0.2 * rise
        shadow = sprite.shadow
        if moment.lift > 0.05:
            shadow = np.asarray(cv2.GaussianBlur(shadow, (0, 0), 0.3 + 0.5 * rise), np.uint8)
        darken(canvas, shadow, round(x) + sprite.shadow_x, round(y) + sprite.shadow_y, 1 - 0.45 * moment.lift)

    def _event(self, gesture: Gesture) -> TruthEvent:
        package = self.items[gesture.act.item]
        known = package not in self.shop.strangers
        kind = {PUT: "added" if known else "unknown", TAKE: "removed" if known else "unknown_removed",
                MOVE: "moved", COVER: "covered"}[gesture.act.kind]  # fmt: skip
        return TruthEvent(gesture.change_time(), kind, package.sku if known else None, gesture.target.box)


def _check(seed: int, size: tuple[int, int], fps: float, items: int) -> None:
    if size[0] < 160 or size[1] < 90 or size[0] % 2 or size[1] % 2:
        raise InputError(
            f"a recording of {size[0]}x{size[1]} pixels", "give an even width and height, 160x90 or more"
        )
    if fps <= 0 or items < 1 or seed < 0:
        raise InputError(
            f"a recording of {items} items at {fps:g} frames a second with seed {seed}",
            "give 1 item or more, a rate above 0 and a seed of 0 or more",
        )


def _first_spots(gestures: tuple[Gesture, ...], items: int) -> list[tuple[Spot, int]]:
    puts = {gesture.act.item: gesture.spot for gesture in gestures if gesture.act.kind == PUT}
    return [(puts[item], item) for item in range(items)]


def _smear(moment: Moment, before: Moment | None) -> tuple[int, int]:
    """Pixels a hand moves while the shutter is open (a third of the time), across and down; odd numbers."""
    if before is None:
        return 1, 1
    across, down = abs(moment.x - before.x) * 0.33, abs(moment.y - before.y) * 0.33
    return min(21, int(across) | 1), min(21, int(down) | 1)
