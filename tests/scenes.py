"""Scenes for tests: a table, items laid on it, the hands that lay them, light and noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.frame import Frame

Image = NDArray[np.uint8]
Placed = tuple[Image, int, int, float, float]
"""An RGBA cutout, x and y of its centre in pixels, its scale, and its angle in degrees."""


@dataclass(frozen=True)
class Shot:
    """One frame and the truth: x1 y1 x2 y2 of each item that lies there unheld."""

    frame: Frame
    boxes: tuple[tuple[int, int, int, int], ...]


@cache
def table(height: int = 360, width: int = 640, seed: int = 0) -> Image:
    """A grey-brown table with a soft grain; read-only."""
    rng = np.random.default_rng(seed)
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 3) * 25
    base = np.array([150, 165, 175], np.float32) + rng.uniform(-25, 25, 3).astype(np.float32)
    fall = np.linspace(1.05, 0.9, width, dtype=np.float32)[None, :, None]
    image = ((base + grain[..., None]) * fall).clip(0, 255).astype(np.uint8)
    image.setflags(write=False)
    return image


def rectangle(height: int, width: int, colour: tuple[int, int, int] = (40, 60, 200)) -> Image:
    """An RGBA cutout of a packet with a stripe on it."""
    item = np.zeros((height, width, 4), np.uint8)
    item[..., :3], item[..., 3] = colour, 255
    item[height // 3 : height // 2, :, :3] = 255 - np.array(colour)
    return item


def compose_scene(
    background: Image, items: Sequence[Placed], shadow: bool = True, noise: float = 2.0, seed: int = 0
) -> tuple[Image, tuple[tuple[int, int, int, int], ...]]:
    """Lay cutouts on a background, later ones on top.

    Returns:
        The picture, and x1 y1 x2 y2 of each item, x2 and y2 exclusive.
    """
    scene = background.astype(np.float32)
    boxes = []
    for item in items:
        colour, alpha = _turned(item, background.shape)
        if shadow:
            cast = np.roll(cv2.GaussianBlur(alpha, (0, 0), 5), (5, 7), (0, 1))
            scene *= (1 - 0.35 * cast)[..., None]
        scene = scene * (1 - alpha[..., None]) + colour * alpha[..., None]
        boxes.append(_extent(alpha))
    return add_noise(scene, noise, seed), tuple(boxes)


def add_noise(scene: NDArray[np.floating], noise: float, seed: int) -> Image:
    """Sensor noise of a standard deviation in grey levels."""
    rng = np.random.default_rng(seed)
    return (scene + rng.normal(0, noise, scene.shape)).round().clip(0, 255).astype(np.uint8)


def lay_down_sequence(
    background: Image, items: Sequence[Placed], fps: float = 15.0, noise: float = 2.0, seed: int = 0
) -> Iterator[Shot]:
    """An empty table for 1.5 s; then each item is brought by a hand from the border, and stays.

    An item comes in 0.6 s, the hand stays on it for 0.2 s and goes in 0.6 s; 1.2 s of rest follow.
    """
    for index, (count, hand) in enumerate(_script(len(items), fps)):
        lying = [*items[:count]]
        reach = None
        if hand is not None:
            part, holds = hand
            _, x, y, scale, angle = items[count if holds else count - 1]
            reach = (x, round(y + (1 - part) * (background.shape[0] - y + 150)))
            if holds:
                lying.append((items[count][0], *reach, scale, angle))
        scene, boxes = compose_scene(background, lying, noise=0)
        if reach is not None:
            scene = _with_hand(scene, reach)
        image = add_noise(scene.astype(np.float32), noise, seed * 100003 + index)
        yield Shot(Frame(image, index, index / fps, 0.0), boxes[:count])


def _script(items: int, fps: float) -> Iterator[tuple[int, tuple[float, bool] | None]]:
    """Items lying, and how far the hand has reached and whether it holds the next item."""
    yield from [(0, None)] * round(1.5 * fps)
    steps = round(0.6 * fps)
    for item in range(items):
        yield from ((item, (step / steps, True)) for step in range(steps + 1))
        yield from [(item, (1.0, True))] * round(0.2 * fps)
        yield from ((item + 1, (1 - step / steps, False)) for step in range(1, steps + 1))
        yield from [(item + 1, None)] * round(1.2 * fps)


def _with_hand(scene: Image, reach: tuple[int, int]) -> Image:
    scene = scene.astype(np.float32)
    shape = np.zeros(scene.shape[:2], np.float32)
    cv2.line(shape, reach, (reach[0] + 40, scene.shape[0] + 300), 1.0, 44)
    cv2.circle(shape, reach, 30, 1.0, -1)
    cast = np.roll(cv2.GaussianBlur(shape, (0, 0), 12), (8, 16), (0, 1))
    scene *= (1 - 0.3 * cast)[..., None]
    scene[shape > 0] = (120, 150, 205)
    return scene.clip(0, 255).astype(np.uint8)


def _turned(item: Placed, extent: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    cutout, x, y, scale, angle = item
    height, width = cutout.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    turn[:, 2] += (x - width / 2, y - height / 2)
    size = (extent[1], extent[0])
    flat = cv2.warpAffine(cutout, turn, size, flags=cv2.INTER_AREA).astype(np.float32)
    return flat[..., :3], flat[..., 3] / 255


def _extent(alpha: NDArray[np.float32]) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero((alpha > 0.5).any(axis=1))[0], np.nonzero((alpha > 0.5).any(axis=0))[0]
    if not len(rows):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
