"""Tray: the empty counter a camera looks down on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth.draw import Image, box, stamp, word
from edge.synth.palette import Colour, dark, light, mix

EDGE = 0.055
"""Width of the counter around the tray, as a share of the frame's height."""
_SURFACES: tuple[tuple[str, Colour, Colour], ...] = (
    ("laminate", (188, 196, 200), (96, 130, 60)),
    ("metal", (176, 174, 170), (150, 122, 60)),
    ("laminate", (205, 205, 202), (160, 96, 52)),
    ("rubber", (112, 106, 100), (60, 150, 220)),
    ("metal", (188, 184, 176), (60, 60, 170)),
)


def make_tray(size: tuple[int, int], seed: int) -> Image:
    """A tray of brushed metal, speckled laminate or rubber: uint8 `[height, width, 3]`, without noise.

    Args:
        size: width and height, pixels.
        seed: chooses the surface.
    """
    width, height = size
    rng = np.random.default_rng((seed, 0x7247))
    surface, colour, accent = _SURFACES[seed % len(_SURFACES)]
    canvas = np.full((height, width, 3), dark(mix(colour, (120, 120, 120), 0.5), 0.45), np.uint8)
    rim = EDGE * height
    box(
        canvas, rim * 0.55, rim * 0.55, width - rim * 0.55, height - rim * 0.55, dark(colour, 0.35), rim * 0.9
    )
    box(
        canvas,
        rim * 0.72,
        rim * 0.66,
        width - rim * 0.72,
        height - rim * 0.72,
        light(colour, 0.35),
        rim * 0.8,
    )
    box(canvas, rim * 0.8, rim * 0.8, width - rim * 0.8, height - rim * 0.8, colour, rim * 0.7)
    _print(canvas, rim, accent if surface != "rubber" else light(accent, 0.2), mix(colour, accent, 0.6))
    textured = canvas + _texture(surface, (height, width), rng)[..., None]
    return np.asarray((textured * _vignette(height, width)[..., None]).clip(0, 255), np.uint8)


def tray_area(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """x1 y1 x2 y2 within which items are put down, pixels."""
    width, height = size
    margin = round(EDGE * height * 1.45)
    return margin, margin, width - margin, height - margin


def _print(canvas: Image, rim: float, line: Colour, ink: Colour) -> None:
    """A printed line near the edge, with corner marks and a word."""
    height, width = canvas.shape[:2]
    pen = max(1.0, rim * 0.10)
    inset = rim * 1.25
    for x1, y1, x2, y2 in (
        (inset * 2, inset, width - inset * 2, inset + pen),
        (inset * 2, height - inset - pen, width - inset * 2, height - inset),
        (inset, inset * 2, inset + pen, height - inset * 2),
        (width - inset - pen, inset * 2, width - inset, height - inset * 2),
    ):
        box(canvas, x1, y1, x2, y2, line)
    high = rim * 0.46
    area = (width / 2 - rim * 7, inset + pen + high * 0.6, width / 2 + rim * 7, inset + pen + high * 1.6)
    stamp(canvas, word("PLACE YOUR ITEMS HERE", 0), area, ink, stretch=1.0)


def _texture(surface: str, shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    grey = rng.normal(0, 1, shape).astype(np.float32)
    if surface == "metal":
        return np.asarray(
            cv2.blur(grey, (max(3, shape[1] // 12), 1)) * 16 + cv2.blur(grey, (9, 1)) * 3, np.float32
        )
    grain = max(0.6, shape[0] / 900)
    speck = np.asarray(cv2.GaussianBlur(grey, (0, 0), grain), np.float32)
    speck = speck / speck.std()
    if surface == "rubber":
        return np.asarray(speck * 2.2, np.float32)
    return np.asarray(np.where(speck > 1.9, 16, 0) - np.where(speck < -1.75, 26, 0) + speck * 1.2, np.float32)


def _vignette(height: int, width: int) -> NDArray[np.float32]:
    """Brighter towards the lamp at the upper left, darker in the corners."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    return np.asarray(1.04 - 0.34 * (x * x + y * y) - 0.07 * x - 0.06 * y, np.float32)
