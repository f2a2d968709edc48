"""Tray: a fixed camera over a tray or belt; whatever lies on the learned empty scene is an item."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.detections import Detections
from edge.frame import Frame
from edge.hidden import Hidden
from edge.localise.background import EmptyScene
from edge.localise.config import TrayConfig
from edge.localise.expected import Expected
from edge.localise.ghost import is_ghost
from edge.localise.learner import Learner
from edge.localise.memory import Item, Memory
from edge.localise.motion import Motion
from edge.localise.outline import Outline, outline
from edge.localise.reference import Reference
from edge.localise.seen import Picture, Reduced, Seen
from edge.localise.shadow import Change, Comparer, compare
from edge.localise.shapes import Shape, from_mask, gap, shapes
from edge.localise.shrink import Shrinker
from edge.localise.split import split

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
        self._shrinker = Shrinker((0, 1), 1)
        self._scene: EmptyScene | None = None
        self._begin((0, 0))

    def locate(self, frame: Frame) -> Detections:
        """Items in the next frame; none while the empty scene is being learned."""
        if self._shrinker.extent != frame.image.shape[:2]:
            self._shrinker = Shrinker(frame.image.shape, self._config.work_width)
        if self._shrinker.size != self._changed.shape:
            self._start(self._shrinker.size)
        reduced = self._shrinker.shrink(frame.image)
        if self._scene is None:
            empty = self._learner.learn(reduced, frame.time)
            self._scene = None if empty is None else EmptyScene(empty, self._config.adapt_s)
            return _answer([], 0, Hidden(np.zeros(reduced.shape[:2], np.uint8), self._shrinker.extent))
        return self._look(self._scene, reduced, frame.time)

    def _begin(self, size: tuple[int, int]) -> None:
        """Begin, or begin again when the camera changed its format."""
        self._learner = Learner(self._config.learn_s)
        self._scene = None
        self._motion = Motion(*size)
        self._memory = Memory()
        self._seen = Seen.empty(*size)
        self._expected = Expected(*size)
        self._comparer = Comparer(*size, self._config.shadow_depth)
        self._changed = np.zeros(size, np.bool_)

    def _start(self, size: tuple[int, int]) -> None:
        self._begin(size)
        if self._empty is not None:
            small = cv2.resize(self._empty, size[::-1], interpolation=cv2.INTER_AREA)
            self._scene = EmptyScene(np.asarray(small, np.float32), self._config.adapt_s)

    def _look(self, scene: EmptyScene, reduced: Reduced, time: float) -> Detections:
        config, memory = self._config, self._memory
        expected = self._expected.of(scene, memory)
        scene.normalise(reduced, expected.picture, self._changed, self._seen)
        seen = self._seen.picture
        threshold = max(config.difference, config.noise_factor * self._motion.noise)
        moving = self._motion.update(self._seen.planes, threshold, time)
        recent = self._motion.since(time - config.settle_s)
        change, items, hands = self._find(expected, threshold, recent)
        self._motion.clear(~change.thing, time)
        busy = moving | (_paint(hands, moving.shape) > 0)
        if memory.review(
            seen, change, scene.picture, busy, self._motion, time, threshold, config.shadow_depth
        ):
            change, items, hands = self._find(self._expected.of(scene, memory), threshold, recent)
        for thing in items:
            if not self._is_held(thing, hands, change, time):
                self._settle(scene, thing, seen, change, time)
        np.copyto(self._changed, change.dim)
        if scene.is_due(time):
            known = memory.covered(moving.shape)
            scene.adapt(seen, ~(change.thing | recent | known), time)
        return self._report(hands, moving)

    def _report(self, hands: list[Shape], moving: NDArray[np.bool_]) -> Detections:
        """What lies in view and what moves; what cannot be seen for it."""
        shown = [item.outlined(moving.shape) for item in self._memory.items if item.visible]
        under = [item.shape for item in self._memory.items if not item.visible]
        hidden = _paint(hands + under, moving.shape)
        hidden[moving] = 255
        outlines = shown + [outline(hand, moving.shape) for hand in hands]
        return _answer(outlines, len(shown), Hidden(hidden, self._shrinker.extent))

    def _find(
        self, expected: Reference, threshold: float, recent: NDArray[np.bool_]
    ) -> tuple[Change, list[Shape], list[Shape]]:
        """What differs from the expected picture; of that the things at rest, and those that are not."""
        change = self._comparer.compare(self._seen, expected, threshold)
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
        if not hands or not self._motion.since_in(thing.where, time - _HOLD_S)[thing.mask > 0].any():
            return False
        return any(_hangs_together(thing, hand, change) for hand in hands)

    def _settle(self, scene: EmptyScene, thing: Shape, seen: Picture, change: Change, time: float) -> None:
        """Decide what a thing at rest is: an item, part of one, a ghost, or a change of light."""
        full = _paint([thing], seen.shape)
        if self._is_bare(scene, thing, seen) and self._memory.trim(thing):
            return
        arrived = float(self._motion.arrived_in(thing.where)[thing.mask > 0].mean()) > _ARRIVED
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
        change = compare(seen[around], scene.picture[around], threshold, self._config.shadow_depth)
        rows, columns = thing.where
        inner = change.thing[
            rows.start - around[0].start : rows.stop - around[0].start,
            columns.start - around[1].start : columns.stop - around[1].start,
        ]
        return float(inner[thing.mask > 0].mean()) < _BARE

    def _is_unmoved(self, thing: Shape, time: float) -> bool:
        """Nothing moved there since: what is seen there now came before."""
        return float(self._motion.since_in(thing.where, time)[thing.mask > 0].mean()) < 1 - _ARRIVED


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


def _paint(things: list[Shape], extent: tuple[int, ...]) -> NDArray[np.uint8]:
    mask = np.zeros(extent[:2], np.uint8)
    for thing in things:
        mask[thing.where] |= thing.mask
    return mask


def _answer(outlines: list[Outline], settled: int, hidden: Hidden) -> Detections:
    """Detections in pixels of the frame, of which the first `settled` are at rest."""
    sides = [large / small for large, small in zip(hidden.size, hidden.map.shape, strict=True)]
    scale = np.array(sides[::-1] * 2).astype(np.float32)
    return Detections(
        boxes=np.array([one.box for one in outlines], np.float32).reshape(-1, 4) * scale,
        masks=tuple(one.mask for one in outlines),
        settled=np.arange(len(outlines)) < settled,
        hidden=hidden,
    )
