"""Gesture: the path of one hand, and of what it holds, through one act of the script."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge.synth.hand import Arm, Customer, make_arm
from edge.synth.placing import Spot
from edge.synth.script import COVER, MOVE, PUT, TAKE, Act

Point = tuple[float, float]
Vector = NDArray[np.float64]
_LIFT_CM = 3.5
_GRIP_DEPTH_CM = 3.4


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the hand is at some time, relative to gripping the item where it lies at the end.

    Attributes:
        x: of the grip, pixels of the frame.
        y: of the grip, pixels.
        lift: 0 on the tray, 1 as high as it is carried.
        holds: whether the item moves along.
    """

    x: float
    y: float
    lift: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Gesture:
    """One act with everything that is needed to show it.

    Attributes:
        act: of the script.
        arm: who does it.
        spot: the item where it lies before; for a put, where it will lie.
        target: where it lies afterwards; differs from `spot` for a move only.
        grip: where the hand takes hold at `spot`, pixels of the frame.
        outside: offset from a grip to beyond the frame, pixels.
    """

    act: Act
    arm: Arm
    spot: Spot
    target: Spot
    grip: Point
    outside: Point

    def change_time(self) -> float:
        """Seconds at which the tray changes: released, lifted, or covered."""
        share = {PUT: 0.62, TAKE: 0.40, MOVE: 0.72, COVER: 0.26}[self.act.kind]
        return self.act.start + share * self.act.length

    def lift_time(self) -> float:
        """Seconds at which a moved or taken item leaves its place."""
        return self.act.start + (0.28 if self.act.kind == MOVE else 0.40) * self.act.length

    def at(self, time: float) -> Moment | None:
        """Where the hand is, or None while it is out of the picture."""
        share = (time - self.act.start) / self.act.length
        if not 0 <= share <= 1:
            return None
        keys = _PATHS[self.act.kind]
        end = (self.grip[0] + self.target.x - self.spot.x, self.grip[1] + self.target.y - self.spot.y)
        places = (_plus(self.grip, self.outside), self.grip, end, _plus(end, self.outside))
        for (t0, p0, l0, _), (t1, p1, l1, holds) in pairwise(keys):
            if share <= t1:
                part = _smooth((share - t0) / (t1 - t0))
                (ax, ay), (bx, by) = places[p0], places[p1]
                return Moment(ax + (bx - ax) * part, ay + (by - ay) * part, l0 + (l1 - l0) * part, holds)
        return None


# Per act: (share of its time, place 0 outside, 1 grip, 2 end, 3 outside again; lift; holds on the way there).
_PATHS: dict[str, tuple[tuple[float, int, float, bool], ...]] = {
    PUT: (
        (0, 0, 1, True), (0.40, 1, 0.8, True), (0.54, 1, 0, True), (0.62, 1, 0, True),
        (0.70, 2, 0.15, False), (1.0, 3, 1, False),
    ),
    TAKE: (
        (0, 0, 1, False), (0.30, 1, 0.1, False), (0.34, 1, 0, False), (0.40, 1, 0, False),
        (0.54, 2, 0.8, True), (1.0, 3, 1, True),
    ),
    MOVE: (
        (0, 0, 1, False), (0.20, 1, 0.1, False), (0.24, 1, 0, False), (0.28, 1, 0, False),
        (0.38, 1, 0.6, True), (0.58, 2, 0.6, True), (0.68, 2, 0, True), (0.72, 2, 0, True),
        (0.78, 2, 0.2, False), (1.0, 3, 1, False),
    ),
    COVER: ((0, 0, 1, False), (0.26, 1, 0.7, False), (0.72, 2, 0.6, False), (1.0, 3, 1, False)),
}  # fmt: skip


def make_gesture(
    act: Act,
    customer: Customer,
    spot: Spot,
    target: Spot,
    size: tuple[int, int],
    scale: float,
    rng: np.random.Generator,
) -> Gesture:
    """Choose from where a hand reaches in, and make its arm long enough to reach beyond the frame."""
    middle = np.array([(spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2])
    way = _way(middle, size, rng)
    reach, span = _extent(spot, middle, way), max(spot.box[2] - spot.box[0], spot.box[3] - spot.box[1])
    depth = _GRIP_DEPTH_CM * scale if act.kind != COVER else reach + 1.0 * scale
    grip = middle - way * max(reach - depth, -1.5 * scale)
    end = grip + np.array([target.x - spot.x, target.y - spot.y])
    to_edge = max(_to_edge(grip, -way, size), _to_edge(end, -way, size))
    travel = to_edge + span + 7 * scale
    length = (to_edge / scale) + _LIFT_CM + 14
    arm = make_arm(customer, scale, length, float(np.rad2deg(np.arctan2(way[1], way[0]))), rng)
    outside = -way * travel
    return Gesture(act, arm, spot, target, _point(grip), _point(outside))


def _way(middle: Vector, size: tuple[int, int], rng: np.random.Generator) -> Vector:
    """Unit vector the hand reaches along: from the customer's side, below or from left or right of it."""
    width, height = size
    across = (middle[0] / width - 0.5) * 2
    start = np.array([width * (0.5 + across * float(rng.uniform(0.6, 1.25))), height * 1.55])
    if abs(across) > 0.45 and rng.random() < 0.5:
        start = np.array(
            [width * (0.5 + np.sign(across) * 0.95), middle[1] + height * float(rng.uniform(0.05, 0.45))]
        )
    way = middle - start
    return np.asarray(way / np.linalg.norm(way))


def _extent(spot: Spot, middle: Vector, way: Vector) -> float:
    """How far the item reaches from its middle towards the hand, pixels."""
    rows, columns = np.nonzero(spot.sprite.image[..., 3] > 127)
    points = np.stack([columns + spot.box[0], rows + spot.box[1]], 1) - middle
    near = np.abs(points @ np.array([-way[1], way[0]])) < 0.25 * max(spot.sprite.image.shape[:2])
    return float(np.max(points[near] @ -way))


def _to_edge(start: Vector, way: Vector, size: tuple[int, int]) -> float:
    """Pixels from a point along `way` to the frame's border."""
    ends = [
        (limit - at) / step
        for at, step, limit in zip(start, way, np.where(way > 0, size, 0), strict=True)
        if abs(step) > 1e-6
    ]
    return max(0.0, float(min(ends)))


def _smooth(share: float) -> float:
    """Ease in and out (smoothstep)."""
    return share * share * (3 - 2 * share)


def _plus(one: Point, other: Point) -> Point:
    return one[0] + other[0], one[1] + other[1]


def _point(vector: Vector) -> Point:
    return float(vector[0]), float(vector[1])
