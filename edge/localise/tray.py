"""Tray: a fixed camera over a tray or belt; whatever lies on the learned empty scene is an item."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.detections import Detections
from edge.frame import Frame
from edge.hidden import Hidden
from edge.localise.background import EmptyScene, Learner, Picture
from edge.localise.config import TrayConfig
from edge.localise.ghost import is_ghost
from edge.localise.memory import Item, Memory
from edge.localise.motion import Motion
from edge.localise.shadow import Change, Reference, compare
from edge.localise.shapes import Shape, from_mask, gap, shapes
from edge.localise.split import split

_MARGIN = 0.02
_MOVING = 0.03  # part of a thing in motion above which it is not at rest
_ARRIVED = 0.6  # part of a thing that came with motion; less, and only the light changed
_TOGETHER_S = 1.0  # parts of one item come to rest within this time, seconds
_SMALL = 0.6  # largest part that is taken for a fragment, in areas of the item it lies against
_BARE = 0.2  # part of a thing that differs from the empty scene; less, and nothing is there
_MERE = 0.05  # a thing this much smaller than the item it lies against is never one of its own
_SPARSE = 0.85  # part of a thing's outline that is filled with evidence; less, and it is transparent
_REACH = 4  # parts of one item lie within twice this, pixels at the working size
_BRIDGED = 0.4  # part of the gap between two parts of one item that differs from the empty scene
_HOLD_S = 2.0  # how long a thing waits for the hand beside it to go, seconds


class TrayLocaliser:
    """Finds items by their difference from the empty scene.

    Each frame is reduced, put into the light of the empty scene, and compared with what it should
    show: the empty scene and the items known to lie on it. What differs and is no shadow is a
    thing. A thing that moves or reaches in from the border hides what is under it; a thing that
    rests is an item, and is remembered by its own pixels until its place shows the scene again.

    Args:
        config: settings.
        empty: uint8 `[H, W, 3]`, BGR, the scene without items, at any size; None to learn it
            from the first frames.
    """

    def __init__(self, config: TrayConfig | None = None, empty: NDArray[np.uint8] | None = None) -> None:
        self._config = config or TrayConfig()
        self._empty = empty
        self._learner = Learner(self._config.learn_s)
        self._scene: EmptyScene | None = None
        self._motion = Motion(0, 0)
        self._memory = Memory()
        self._changed = np.zeros((0, 0), np.uint8)

    def locate(self, frame: Frame) -> Detections:
        """Items in the next frame; none while the empty scene is being learned."""
        picture = _shrink(frame.image, self._config.work_width)
        if self._changed.shape != picture.shape[:2]:
            self._start(picture.shape[0], picture.shape[1])
        if self._scene is None:
            empty = self._learner.learn(picture, frame.time)
            self._scene = None if empty is None else EmptyScene(empty, self._config.adapt_s)
            return _answer([], [], np.zeros(picture.shape[:2], np.uint8), frame.image.shape)
        return self._look(self._scene, picture, frame)

    def _start(self, height: int, width: int) -> None:
        """Begin, or begin again when the camera changed its format."""
        self._motion = Motion(height, width)
        self._changed = np.zeros((height, width), np.uint8)
        self._memory = Memory()
        self._learner = Learner(self._config.learn_s)
        self._scene = None
        if self._empty is not None:
            small = cv2.resize(self._empty, (width, height), interpolation=cv2.INTER_AREA)
            self._scene = EmptyScene(np.asarray(small, np.float32), self._config.adapt_s)

    def _look(self, scene: EmptyScene, picture: Picture, frame: Frame) -> Detections:
        time, config = frame.time, self._config
        expected = self._memory.expected(scene.picture)
        seen = scene.normalise(picture, expected, self._changed)
        threshold = max(config.difference, config.noise_factor * self._motion.noise)
        moving = self._motion.update(seen, threshold, time)
        recent = self._motion.since(time - config.settle_s)
        change, items, hands = self._find(seen, expected, threshold, recent)
        self._motion.clear(~change.thing, time)
        busy = moving | (_paint(hands, moving.shape) > 0)
        if self._memory.review(
            seen, change, scene.picture, busy, self._motion, time, threshold, config.shadow_depth
        ):
            expected = self._memory.expected(scene.picture)
            change, items, hands = self._find(seen, expected, threshold, recent)
        for thing in items:
            if not self._is_held(thing, hands, change, time):
                self._settle(scene, thing, seen, change, time)
        self._changed = change.dim.astype(np.uint8)
        known = self._memory.covered(moving.shape)
        scene.adapt(seen, ~(change.thing | recent | known), time)
        shown = [item.shape for item in self._memory.items if item.visible]
        under = [item.shape for item in self._memory.items if not item.visible]
        hidden = _paint(hands + under, moving.shape)
        hidden[moving] = 255
        return _answer(shown, hands, hidden, frame.image.shape)

    def _find(
        self, seen: Picture, expected: Picture, threshold: float, recent: NDArray[np.bool_]
    ) -> tuple[Change, list[Shape], list[Shape]]:
        """What differs from the expected picture; of that the things at rest, and those that are not."""
        change = compare(seen, Reference.of(expected), threshold, self._config.shadow_depth)
        rest: list[Shape] = []
        hands: list[Shape] = []
        for thing in shapes(change, self._config.min_area * change.dim.size):
            (hands if self._is_busy(thing, recent) else rest).append(thing)
        return change, rest, hands

    def _is_busy(self, thing: Shape, recent: NDArray[np.bool_]) -> bool:
        """It moves, or it touches the border."""
        return thing.border or float(recent[thing.where][thing.mask > 0].mean()) > _MOVING

    def _is_held(self, thing: Shape, hands: list[Shape], change: Change, time: float) -> bool:
        """It hangs together with something that moves or reaches in, and has not lain long."""
        if not hands or not self._motion.since(time - _HOLD_S)[thing.where][thing.mask > 0].any():
            return False
        return any(_hangs_together(thing, hand, change) for hand in hands)

    def _settle(self, scene: EmptyScene, thing: Shape, seen: Picture, change: Change, time: float) -> None:
        """Decide what a thing at rest is: an item, part of one, a ghost, or a change of light."""
        full = _paint([thing], seen.shape)
        if self._is_bare(scene, thing, seen) and self._memory.trim(thing):
            return
        arrived = float(self._motion.arrived()[full > 0].mean()) > _ARRIVED
        wholes = self._wholes_of(thing, arrived, change, time)
        if wholes:
            self._memory.extend(wholes, thing, seen, change)
        elif not arrived or is_ghost(full, seen, scene.picture):
            around = cv2.dilate(full, np.ones((9, 9), np.uint8)) > 0
            scene.heal(seen, around & ~self._memory.covered(full.shape))
        elif thing.area <= self._config.max_area * full.size:
            for piece in split(thing.mask) if self._config.split else [thing.mask]:
                shape = from_mask(piece, thing.left, thing.top, full.shape)
                self._memory.remember(shape, seen, change, time)

    def _wholes_of(self, thing: Shape, arrived: bool, change: Change, time: float) -> list[Item]:
        """The items that a thing is a part of: it lies against them, and came with them or by no motion."""
        sparse = float(change.thing[thing.where][thing.mask > 0].mean()) < _SPARSE
        return [
            item
            for item in self._memory.items
            if item.visible
            and (
                (self._is_unmoved(thing, item.since) and _lies_against(thing, item.shape, change))
                or (
                    (not arrived or _came_with(item, thing, sparse, time))
                    and _hangs_together(thing, item.shape, change)
                )
            )
        ]

    def _is_bare(self, scene: EmptyScene, thing: Shape, seen: Picture) -> bool:
        """It shows the empty scene: an item's mask reached too far there."""
        around = thing.grown(8, seen.shape).where
        threshold = max(self._config.difference, self._config.noise_factor * self._motion.noise)
        change = compare(
            seen[around], Reference.of(scene.picture[around]), threshold, self._config.shadow_depth
        )
        rows, columns = thing.where
        inner = change.thing[
            rows.start - around[0].start : rows.stop - around[0].start,
            columns.start - around[1].start : columns.stop - around[1].start,
        ]
        return float(inner[thing.mask > 0].mean()) < _BARE

    def _is_unmoved(self, thing: Shape, time: float) -> bool:
        """Nothing moved there since: what is seen there now came before."""
        return float(self._motion.since(time)[thing.where][thing.mask > 0].mean()) < 1 - _ARRIVED


def _lies_against(one: Shape, other: Shape, change: Change) -> bool:
    return gap(one, other, _REACH, change.dim.shape) is not None


def _came_with(item: Item, thing: Shape, sparse: bool, time: float) -> bool:
    """It is a mere speck beside the item, or they came to rest together and are parts of one."""
    small, large = sorted((thing.area, item.shape.area))
    sparse = sparse or int(np.count_nonzero(item.distinct)) < _SPARSE * item.shape.area
    together = time - item.since <= _TOGETHER_S and (sparse or small < _SMALL * large)
    return together or thing.area < _MERE * item.shape.area


def _hangs_together(one: Shape, other: Shape, change: Change) -> bool:
    """Whether two things lie close, and what is between them differs from the empty scene too."""
    between = gap(one, other, _REACH, change.dim.shape)
    return between is not None and (not between.any() or float(change.dim[between].mean()) > _BRIDGED)


def _shrink(image: NDArray[np.uint8], width: int) -> Picture:
    """Reduce by halves, which is fast, and then to size; every pixel of the frame counts."""
    small = image
    while small.shape[1] >= 2 * width:
        half = (small.shape[1] // 2, small.shape[0] // 2)
        small = np.asarray(cv2.resize(small, half, interpolation=cv2.INTER_AREA), np.uint8)
    height = max(1, round(image.shape[0] * width / image.shape[1]))
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def _paint(things: list[Shape], extent: tuple[int, ...]) -> NDArray[np.uint8]:
    mask = np.zeros(extent[:2], np.uint8)
    for thing in things:
        mask[thing.where] |= thing.mask
    return mask


def _answer(
    items: list[Shape], hands: list[Shape], hidden: NDArray[np.uint8], extent: tuple[int, ...]
) -> Detections:
    """Detections in pixels of the frame."""
    grown = [_grow(thing, hidden.shape) for thing in items + hands]
    scale = np.array([extent[1] / hidden.shape[1], extent[0] / hidden.shape[0]] * 2)
    return Detections(
        boxes=np.array([box for box, _ in grown], np.float32).reshape(-1, 4) * scale.astype(np.float32),
        masks=tuple(mask for _, mask in grown),
        settled=np.array([True] * len(items) + [False] * len(hands), np.bool_),
        hidden=Hidden(hidden, (extent[0], extent[1])),
    )


def _grow(thing: Shape, extent: tuple[int, ...]) -> tuple[tuple[int, int, int, int], NDArray[np.uint8]]:
    """Box and mask with a margin, so that the whole item is inside."""
    height, width = thing.mask.shape
    pad = max(1, round(_MARGIN * max(height, width)))
    x1, y1 = max(0, thing.left - pad), max(0, thing.top - pad)
    x2, y2 = min(extent[1], thing.left + width + pad), min(extent[0], thing.top + height + pad)
    mask = np.zeros((y2 - y1, x2 - x1), np.uint8)
    mask[thing.top - y1 : thing.top - y1 + height, thing.left - x1 : thing.left - x1 + width] = thing.mask
    return (x1, y1, x2, y2), np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8)
