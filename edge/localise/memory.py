"""Memory: the items known to lie there, by their own pixels, so that none melts into the scene."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.motion import Motion
from edge.localise.outline import Outline, outline
from edge.localise.seen import Picture
from edge.localise.shadow import Change, compare
from edge.localise.shapes import Shape, join, overlap

_WHOLE = 0.85  # part of an item's pixels that look as remembered when it is in full view
_PART = 0.4  # the same when a thing at rest lies across it
_BARE = 0.5  # part that shows the empty scene when it has been taken away, others still covered
_LEFT = 0.12  # the same when nothing moves: it was pushed or taken
_MOVED = 0.05  # part of an item in motion when it is touched; less, and only the light changed
_BEFORE_S = 0.5
_MARGIN = 8


@dataclass(slots=True, eq=False)
class Item:
    """One item at rest.

    Attributes:
        shape: where it lies.
        pixels: what it looks like, the box's part of a normalised frame.
        distinct: bool `[h, w]`, where it looks different from the empty scene.
        since: seconds, when it came to rest.
        seen: seconds, when it was last in full view.
        visible: it is in view in this frame.
        outline: its box and mask as they are answered, once they have been made.
    """

    shape: Shape
    pixels: Picture
    distinct: NDArray[np.bool_]
    since: float
    seen: float
    visible: bool = True
    outline: Outline | None = None

    def outlined(self, extent: tuple[int, ...]) -> Outline:
        """Its box and mask as they are answered, in a picture of `extent`."""
        if self.outline is None:
            self.outline = outline(self.shape, extent)
        return self.outline


class Memory:
    """Items at rest, in the order in which they came to rest.

    Attributes:
        items: these.
        version: counts the changes of where they lie and what they look like.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.version = 0

    def remember(self, shape: Shape, seen: Picture, change: Change, time: float) -> None:
        """Take in a thing that has come to rest."""
        self.items.append(_item(shape, seen, change.thing, time))
        self.version += 1

    def extend(self, items: list[Item], shape: Shape, seen: Picture, change: Change) -> None:
        """Take a thing and the items it belongs to as one item, in the place of the first."""
        thing = change.thing.copy()
        for item in items:
            thing[item.shape.where] |= item.distinct
            shape = join(item.shape, shape, thing.shape)
        whole = _item(shape, seen, thing, items[0].since)
        for item in items:
            rows, columns = item.shape.where
            inside = item.shape.mask > 0
            whole.pixels[
                rows.start - shape.top : rows.stop - shape.top,
                columns.start - shape.left : columns.stop - shape.left,
            ][inside] = item.pixels[inside]
        self.items[self.items.index(items[0])] = whole
        self.items = [item for item in self.items if item not in items[1:]]
        self.version += 1

    def trim(self, shape: Shape) -> bool:
        """Take from the items what shows the empty scene; False if no item had a part there."""
        bare = False
        for item in self.items:
            rows, columns = overlap(item.shape, shape)
            if rows.stop <= rows.start or columns.stop <= columns.start:
                continue
            shared = (item.shape.on(rows, columns) > 0) & (shape.on(rows, columns) > 0)
            bare |= bool(shared.any())
            item.outline = None
            item.shape.on(rows, columns)[shared] = 0
            top, left = rows.start - item.shape.top, columns.start - item.shape.left
            item.distinct[top : top + shared.shape[0], left : left + shared.shape[1]] &= ~shared
        self.version += bare
        return bare

    def expected(self, empty: Picture, out: Picture) -> None:
        """Write the empty scene with every known item on it, float32 `[h, w, 3]`."""
        np.copyto(out, empty)
        for item in self.items:
            cv2.copyTo(item.pixels, item.shape.mask, out[item.shape.where])

    def covered(self, extent: tuple[int, ...]) -> NDArray[np.bool_]:
        """True `[h, w]` on every known item."""
        mask = np.zeros(extent[:2], np.uint8)
        for item in self.items:
            there = mask[item.shape.where]
            cv2.bitwise_or(there, item.shape.mask, dst=there)
        return np.asarray(mask > 0, np.bool_)

    def review(
        self,
        seen: Picture,
        change: Change,
        empty: Picture,
        busy: NDArray[np.bool_],
        motion: Motion,
        time: float,
        threshold: float,
        shadow_depth: float,
    ) -> bool:
        """See which items are still there, and forget those that are not.

        Args:
            seen: the normalised frame.
            change: how it departs from `expected`.
            empty: the empty scene.
            busy: bool `[h, w]`, where something moves or reaches in from the border.
            motion: what moved when; an item that changes while nothing moves is in another light.
            time: seconds.
            threshold: least difference, grey levels.
            shadow_depth: darkest shadow, as a fraction of the full light.

        Returns:
            True if an item was forgotten.
        """
        strong = change.thing
        kept = []
        for item in self.items:
            present = 1 - _part(strong[item.shape.where], item.distinct)
            item.visible = present >= _WHOLE
            if not item.visible and not _is_moved(item, motion):
                item.pixels, item.visible = seen[item.shape.where].copy(), True
                self.version += 1
            if item.visible:
                item.seen = time
                kept.append(item)
                continue
            bare = _bare(item, strong, seen, empty, threshold, shadow_depth)
            still = not (busy[item.shape.where] & (item.shape.mask > 0)).any()
            item.visible = still
            taken = (bare > _BARE and present < 1 - _BARE) or (still and (bare > _LEFT or present < _PART))
            if taken:
                motion.uncover(item.shape.where, item.shape.mask)
            else:
                kept.append(item)
        forgot = len(kept) < len(self.items)
        self.items = kept
        self.version += forgot
        return forgot


def _item(shape: Shape, seen: Picture, thing: NDArray[np.bool_], since: float) -> Item:
    inside = shape.mask > 0
    distinct = inside & thing[shape.where]
    return Item(shape, seen[shape.where].copy(), distinct if distinct.any() else inside, since, since)


def _is_moved(item: Item, motion: Motion) -> bool:
    moved = motion.since_in(item.shape.where, item.seen - _BEFORE_S)[item.shape.mask > 0]
    return float(moved.mean()) > _MOVED


def _part(flags: NDArray[np.bool_], inside: NDArray[np.bool_]) -> float:
    """The part of the pixels inside that are flagged; not a number where none is inside."""
    count = np.count_nonzero(inside)
    return np.count_nonzero(flags & inside) / count if count else float("nan")


def _bare(
    item: Item,
    strong: NDArray[np.bool_],
    seen: Picture,
    empty: Picture,
    threshold: float,
    shadow_depth: float,
) -> float:
    """The part of an item's pixels that show the empty scene and not the item."""
    rows, columns = item.shape.where
    top, left = max(0, rows.start - _MARGIN), max(0, columns.start - _MARGIN)
    around = slice(top, rows.stop + _MARGIN), slice(left, columns.stop + _MARGIN)
    change = compare(seen[around], empty[around], threshold, shadow_depth)
    height, width = item.shape.mask.shape
    inner = (
        slice(rows.start - top, rows.start - top + height),
        slice(columns.start - left, columns.start - left + width),
    )
    bare = ~change.thing[inner] & strong[item.shape.where]
    return _part(bare, item.distinct)
