"""Track: which detection is which item, from frame to frame, by geometry alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from edge.boxes import Boxes, coverage, iou, nearness
from edge.detections import Detections

Box = tuple[float, float, float, float]


class Sight(str, Enum):
    """Whether an item is seen."""

    VISIBLE = "visible"
    """Settled, and seen in this frame."""
    HIDDEN = "hidden"
    """Covered by something that moves or reaches in, or missed for a moment."""
    GONE = "gone"
    """Its place is in view and it is not there. Reported once."""


@dataclass(frozen=True, slots=True)
class Track:
    """One item as of one frame.

    Attributes:
        id: 1, 2, 3… in the order of appearance; never used again.
        box: x1 y1 x2 y2 in pixels of the frame, where it was last seen.
        mask: uint8 `[h, w]` (0 or 255) over the box at any resolution, or None.
        sight: whether it is seen.
        since: seconds, `Frame.time` when it was first seen settled.
        nudged: it moved noticeably, or was uncovered, in this frame: its embedding is stale.
    """

    id: int
    box: Box
    mask: NDArray[np.uint8] | None
    sight: Sight
    since: float
    nudged: bool


class TrackConfig(BaseModel):
    """Settings of the tracker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gone_s: float = Field(0.4, ge=0, le=60, description="how long an uncovered place is empty to be GONE, s")
    min_iou: float = Field(0.3, gt=0, le=1, description="overlap (IoU) at which a detection is the same item")
    near: float = Field(
        0.5, ge=0, le=2, description="shift of the centre at which it is still the same item, in item sizes"
    )
    nudge: float = Field(
        0.08, ge=0, le=2, description="shift of the box that makes the embedding stale, in item sizes"
    )
    covered: float = Field(
        0.1, gt=0, le=1, description="part of the box that something moving covers for it to be HIDDEN"
    )


@dataclass(slots=True)
class _Item:
    track: Track
    absent: float | None = None
    covered: bool = False


class Tracker:
    """Keeps the identity of items that lie, are nudged a little, or are covered for any time.

    Association is greedy by overlap, then by nearness of the centres: items on a tray do not
    cross. An item carried far becomes GONE here and a new track there; telling that it is the
    same one takes its looks, which is not asked here.
    """

    def __init__(self, config: TrackConfig | None = None) -> None:
        self._config = config or TrackConfig()
        self._items: list[_Item] = []
        self._next = 1

    def update(self, detections: Detections, time: float) -> tuple[Track, ...]:
        """Take the detections of the next frame.

        Args:
            detections: what the localiser found.
            time: seconds, `Frame.time`; it never goes back.

        Returns:
            Every item, in the order of ids. An item is GONE in one frame's answer and not in
            the next. Unsettled detections never make an item.
        """
        settled = np.flatnonzero(detections.settled)
        boxes = detections.boxes[settled].astype(np.float64)
        known = self._known()
        overlap = iou(known, boxes)
        taken, held = self._merged(known, boxes, overlap)
        pairs = self._pairs(known, boxes, overlap, taken, held)
        for position, item in enumerate(self._items):
            if position in pairs:
                found = int(settled[pairs[position]])
                self._see(item, _box(detections.boxes[found]), detections.masks[found])
            elif position in held:
                self._see(item, item.track.box, item.track.mask)
            else:
                self._miss(item, detections, time)
        for index in sorted(set(range(len(boxes))) - taken - set(pairs.values())):
            found = int(settled[index])
            self._begin(_box(detections.boxes[found]), detections.masks[found], time)
        answer = tuple(item.track for item in self._items)
        self._items = [item for item in self._items if item.track.sight is not Sight.GONE]
        return answer

    def _known(self) -> NDArray[np.float64]:
        return np.array([item.track.box for item in self._items], np.float64).reshape(-1, 4)

    def _merged(self, known: Boxes, boxes: Boxes, overlap: NDArray[np.float64]) -> tuple[set[int], set[int]]:
        """Detections that cover several items found nowhere else, and those items."""
        good = overlap > self._config.min_iou
        elsewhere = good.sum(axis=1, keepdims=True) - good  # detections but for this one that are the item
        lost = (coverage(known, boxes) > 0.7) & (elsewhere == 0)
        taken = set(np.flatnonzero(lost.sum(axis=0) >= 2).tolist())
        held = set(np.flatnonzero(lost[:, sorted(taken)].any(axis=1)).tolist())
        return taken, held

    def _pairs(
        self, known: Boxes, boxes: Boxes, overlap: NDArray[np.float64], taken: set[int], held: set[int]
    ) -> dict[int, int]:
        """Item position → detection index, best match first; of equal ones the first."""
        near = nearness(known, boxes, self._config.near)
        score = np.where(overlap >= self._config.min_iou, 1 + overlap, near)
        score[sorted(held), :] = 0
        score[:, sorted(taken)] = 0
        some = np.flatnonzero(score > 0)
        best = some[np.argsort(-score.ravel()[some], kind="stable")]
        pairs: dict[int, int] = {}
        used: set[int] = set()
        for position, index in (divmod(flat, len(boxes)) for flat in best.tolist()):
            if position not in pairs and index not in used:
                pairs[position] = index
                used.add(index)
        return pairs

    def _begin(self, box: Box, mask: NDArray[np.uint8] | None, time: float) -> None:
        self._items.append(_Item(Track(self._next, box, mask, Sight.VISIBLE, time, False)))
        self._next += 1

    def _see(self, item: _Item, box: Box, mask: NDArray[np.uint8] | None) -> None:
        moved = _shift(item.track.box, box) > self._config.nudge
        track = item.track
        item.track = Track(track.id, box, mask, Sight.VISIBLE, track.since, moved or item.covered)
        item.absent, item.covered = None, False

    def _miss(self, item: _Item, detections: Detections, time: float) -> None:
        if self._is_covered(item.track.box, detections):
            item.absent, item.covered = None, True
        elif item.absent is None:
            item.absent = time
        gone = item.absent is not None and time - item.absent >= self._config.gone_s
        track, sight = item.track, Sight.GONE if gone else Sight.HIDDEN
        item.track = Track(track.id, track.box, track.mask, sight, track.since, False)

    def _is_covered(self, box: Box, detections: Detections) -> bool:
        if detections.hidden is not None:
            return detections.hidden.part(box) > self._config.covered
        moving = detections.boxes[~detections.settled].astype(np.float64)
        return bool((coverage(np.array([box]), moving) > self._config.covered).any())


def _box(row: NDArray[np.float32]) -> Box:
    x1, y1, x2, y2 = row.tolist()
    return x1, y1, x2, y2


def _shift(old: Box, new: Box) -> float:
    """The furthest a side moved, in sizes of the old box."""
    size = max(1.0, math.sqrt((old[2] - old[0]) * (old[3] - old[1])))
    return max(abs(a - b) for a, b in zip(old, new, strict=True)) / size
