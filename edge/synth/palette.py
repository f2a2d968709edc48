"""Palette: the colours of a brand, and the arithmetic of colours the drawings need."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

import numpy as np

Colour = tuple[int, int, int]
"""B, G, R, each 0 to 255."""

WHITE: Colour = (250, 252, 253)
BLACK: Colour = (28, 24, 26)
_MOODS = ((0.80, 0.58), (0.88, 0.80), (0.72, 0.92), (0.55, 0.34), (0.34, 0.93), (0.10, 0.95))


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a brand.

    Attributes:
        ground: what most of the pack is.
        second: stripes and bands.
        ink: text on `ground`.
        paper: plates that carry text.
    """

    ground: Colour
    second: Colour
    ink: Colour
    paper: Colour


def make_palette(rng: np.random.Generator) -> Palette:
    """A palette that keeps text readable."""
    hue = float(rng.random())
    saturation, value = _MOODS[int(rng.integers(len(_MOODS)))]
    ground = from_hsv(hue, saturation, value)
    shift = float(rng.choice([0.08, -0.08, 0.33, 0.5, 0.58]))
    second = from_hsv(hue + shift, float(rng.uniform(0.55, 0.9)), float(rng.uniform(0.45, 0.95)))
    paper = (WHITE, (222, 240, 250), (240, 248, 246), (235, 235, 240))[int(rng.integers(4))]
    return Palette(ground, second, readable_on(ground), paper)


def from_hsv(hue: float, saturation: float, value: float) -> Colour:
    """Hue (turns), saturation and value (0 to 1) as B, G, R."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(blue * 255), round(green * 255), round(red * 255)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `one`."""
    blue, green, red = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return blue, green, red


def light(colour: Colour, share: float) -> Colour:
    """`colour`, moved towards white by `share`."""
    return mix(colour, WHITE, share)


def dark(colour: Colour, share: float) -> Colour:
    """`colour`, moved towards black by `share`."""
    return mix(colour, BLACK, share)


def luminance(colour: Colour) -> float:
    """Perceived brightness, 0 to 1 (Rec. 601 weights)."""
    return (0.114 * colour[0] + 0.587 * colour[1] + 0.299 * colour[2]) / 255


def readable_on(colour: Colour) -> Colour:
    """Black or white, whichever stands out more."""
    return dark(colour, 0.85) if luminance(colour) > 0.6 else WHITE


def text_on_paper(colour: Colour) -> Colour:
    """`colour`, darkened until it can be read on white."""
    while luminance(colour) > 0.5:
        colour = dark(colour, 0.15)
    return colour
