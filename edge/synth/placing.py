"""Placing: where items lie on the tray so that none hides another."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth.draw import Mask
from edge.synth.overlay import overlap
from edge.synth.package import Package
from edge.synth.pose import Pose
from edge.synth.render import Sprite
from edge.synth.tray import tray_area

CAMERA_TILT = 56.0
"""Elevation of the till's camera, degrees."""
_TRIES = 600


@dataclass(frozen=True, slots=True)
class Spot:
    """A sprite and where its anchor is, pixels of the frame."""

    sprite: Sprite
    x: int
    y: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x1 y1 x2 y2 of what is seen of it."""
        left, top = self.x + self.sprite.x, self.y + self.sprite.y
        height, width = self.sprite.image.shape[:2]
        return float(left), float(top), float(left + width), float(top + height)

    def moved_to(self, x: int, y: int) -> Spot:
        """The same sprite elsewhere."""
        return Spot(self.sprite, x, y)


def pose_on_tray(package: Package, rng: np.random.Generator) -> Pose:
    """How a customer puts a pack down: mostly a side that was photographed towards the camera."""
    upright = {"box": 0.08, "can": 0.4, "carton": 0.25, "bottle": 0.06}[package.kind]
    if rng.random() < upright:
        return Pose(float(rng.uniform(-40, 40)), CAMERA_TILT)
    turn = float(rng.uniform(-180, 180)) if rng.random() < 0.12 else float(rng.normal(0, 25))
    spin = 0.0 if rng.random() < 0.9 else 180.0
    if package.kind in ("can", "bottle"):
        spin += float(rng.uniform(-25, 25))
    return Pose(turn, CAMERA_TILT, 0.0, True, spin)


def find_spot(
    sprite: Sprite, taken: list[Spot], size: tuple[int, int], gap: int, rng: np.random.Generator
) -> Spot | None:
    """A free place on the tray at least `gap` pixels from what lies there; None if there seems to be none."""
    x1, y1, x2, y2 = tray_area(size)
    height, width = sprite.image.shape[:2]
    if x2 - x1 <= width or y2 - y1 <= height:
        return None
    full = occupied(taken, size)
    near = np.asarray(cv2.dilate(full, np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)), np.uint8)
    mine = sprite.image[..., 3] > 127
    for _ in range(_TRIES):
        left, top = int(rng.integers(x1, x2 - width + 1)), int(rng.integers(y1, y2 - height + 1))
        if not np.any(near[top : top + height, left : left + width][mine]):
            return Spot(sprite, left - sprite.x, top - sprite.y)
    return None


def push_together(spot: Spot, taken: list[Spot], size: tuple[int, int]) -> Spot:
    """Slide a spot towards its nearest neighbour until the two touch."""
    centre = np.array([spot.x, spot.y], float)
    target = min(
        (np.array([other.x, other.y], float) for other in taken), key=lambda at: np.linalg.norm(at - centre)
    )
    full = occupied(taken, size)
    last, steps = spot, int(np.linalg.norm(target - centre))
    for step in range(1, steps):
        x, y = np.round(centre + (target - centre) * step / steps).astype(int)
        after = spot.moved_to(int(x), int(y))
        if np.any(full[_window(after)][_solid(after)]):
            return last
        last = after
    return last


def occupied(spots: list[Spot], size: tuple[int, int]) -> Mask:
    """Where items are seen: uint8 `[height, width]`, 0 or 255."""
    full = np.zeros((size[1], size[0]), np.uint8)
    for spot in spots:
        there, here = overlap(
            full.shape, spot.sprite.image.shape[:2], spot.x + spot.sprite.x, spot.y + spot.sprite.y
        )
        if there is not None and here is not None:
            full[there][spot.sprite.image[here][..., 3] > 127] = 255
    return full


def _window(spot: Spot) -> tuple[slice, slice]:
    x1, y1, x2, y2 = (int(v) for v in spot.box)
    return slice(y1, y2), slice(x1, x2)


def _solid(spot: Spot) -> NDArray[np.bool_]:
    return np.asarray(spot.sprite.image[..., 3] > 127, np.bool_)
