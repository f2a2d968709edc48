"""Pose: how a pack stands or lies before the camera, and the camera's geometry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.synth.solid import Floats

CAMERA_CM = 110.0
"""Distance of the camera; it makes near parts slightly larger."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a pack is held before the camera. Angles are in degrees.

    Attributes:
        yaw: turn about the vertical; for a standing pack, 0 shows the front and 180 the back.
        tilt: elevation of the camera: 0 looks level, 90 straight down.
        roll: turn of the picture.
        lying: whether it lies on its back, front up, instead of standing.
        spin: turn about its own long axis before it is laid down: 180 lays the back up.
    """

    yaw: float = 0.0
    tilt: float = 20.0
    roll: float = 0.0
    lying: bool = False
    spin: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """A pose worked out: item to world, and the camera.

    Attributes:
        turn: float32 `[3, 3]`, item to world.
        shift: float32 `[3]`, added after the turn; the lowest point then has z = 0.
        toward: float32 `[3]`, unit vector from the ground beneath the item to the camera.
        right: float32 `[3]`, the picture's rows in the world.
        up: float32 `[3]`, the picture's columns in the world, upward.
        scale: pixels a centimetre at the item.
    """

    turn: Floats
    shift: Floats
    toward: Floats
    right: Floats
    up: Floats
    scale: float

    def world(self, points: Floats) -> Floats:
        """Item points `[N, 3]` in the world."""
        return np.asarray(points @ self.turn.T + self.shift, np.float32)

    def pixels(self, points: Floats) -> Floats:
        """World points `[N, 3]` as pixels `[N, 2]` right and down of the ground beneath the item."""
        near = CAMERA_CM / (CAMERA_CM - points @ self.toward)
        flat = np.stack([points @ self.right, -(points @ self.up)], 1)
        return np.asarray(flat * near[:, None] * self.scale, np.float32)


def view(pose: Pose, hull: Floats, scale: float) -> View:
    """The view of a hull in a pose, at `scale` pixels a centimetre."""
    turn = _about_z(pose.yaw)
    if pose.lying:
        turn = turn @ _about_x(-90.0) @ _about_z(pose.spin)
    turned = hull @ turn.T.astype(np.float32)
    middle = (turned.min(0) + turned.max(0)) / 2
    shift = np.array([-middle[0], -middle[1], -turned[:, 2].min()])
    sin, cos = np.sin(np.deg2rad(pose.tilt)), np.cos(np.deg2rad(pose.tilt))
    right, up = np.array([1.0, 0, 0]), np.array([0, sin, cos])
    c, s = np.cos(np.deg2rad(pose.roll)), np.sin(np.deg2rad(pose.roll))
    rolled = right * c + up * s, up * c - right * s
    toward = np.array([0, -cos, sin])
    turn32, shift32, toward32, right32, up32 = (
        np.asarray(part, np.float32) for part in (turn, shift, toward, *rolled)
    )
    return View(turn32, shift32, toward32, right32, up32, scale)


def _about_z(degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def _about_x(degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
