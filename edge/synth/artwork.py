"""Artwork: every printed face of a pack, drawn at 40 pixels a centimetre."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from edge.synth.draw import Image, blank, box, disc
from edge.synth.layout import PAINTERS
from edge.synth.package import Package
from edge.synth.palette import Colour, dark, light, luminance, mix
from edge.synth.panels import back, ground_of, lid, side

PIXELS_PER_CM = 40
METAL: Colour = (196, 192, 188)
LABEL = (0.10, 0.60)
"""From where to where up a bottle its label reaches, as shares of its height."""


@lru_cache(maxsize=64)
def faces(package: Package) -> dict[str, Image]:
    """The faces of a pack by name, uint8 `[h, w, 3]` BGR.

    A box or carton has front, back, left, right, top and bottom; a carton's roof is "top". A can or
    bottle has "wrap", all round from the middle of its back, full height, and "top" and "bottom" discs.
    """
    if package.kind in ("box", "carton"):
        return _flat_faces(package)
    wrap = _can_wrap(package) if package.kind == "can" else _bottle_wrap(package)
    if package.kind == "can":
        return {"wrap": wrap, "top": _tin_end(), "bottom": _tin_end()}
    base = blank(64, 64, dark(body_colour(package), 0.15))
    return {"wrap": wrap, "top": blank(64, 64, _cap_colour(package)), "bottom": base}


def front(package: Package, width: int, height: int, safe: float) -> Image:
    """The front at a size in pixels, its words kept within `safe` of the width."""
    canvas = blank(width, height, package.artwork.palette.ground)
    PAINTERS[package.artwork.layout](canvas, package.artwork, safe)
    return canvas


def _flat_faces(package: Package) -> dict[str, Image]:
    wide, high, deep = (round(length * PIXELS_PER_CM) for length in package.size_cm)
    left = side(package, deep, high)
    top = lid(package, wide, deep)
    return {
        "front": front(package, wide, high, 0.90),
        "back": back(package, wide, high, 0.86),
        "left": left,
        "right": left,
        "top": top,
        "bottom": blank(wide, deep, dark(ground_of(package.artwork), 0.1)),
    }


def _round_label(package: Package, height: int) -> Image:
    """Front and back side by side, as they go round; the seam lies in the middle of the back."""
    half = round(np.pi * package.size_cm[0] * PIXELS_PER_CM / 2)
    label = np.concatenate([front(package, half, height, 0.66), back(package, half, height, 0.66)], 1)
    return np.asarray(np.roll(label, half // 2, axis=1), np.uint8)


def _can_wrap(package: Package) -> Image:
    label = _round_label(package, round(package.size_cm[1] * 0.93 * PIXELS_PER_CM))
    rim = round(package.size_cm[1] * 0.035 * PIXELS_PER_CM)
    return np.asarray(cv2.copyMakeBorder(label, rim, rim, 0, 0, cv2.BORDER_CONSTANT, value=METAL), np.uint8)


def _bottle_wrap(package: Package) -> Image:
    total = round(package.size_cm[1] * PIXELS_PER_CM)
    label = _round_label(package, round(total * (LABEL[1] - LABEL[0])))
    canvas = blank(label.shape[1], total, body_colour(package))
    top = total - round(total * LABEL[1])
    canvas[top : top + label.shape[0]] = label
    canvas[: round(total * 0.115)] = _cap_colour(package)
    canvas[: round(total * 0.10), ::6] = dark(_cap_colour(package), 0.12)
    canvas[: round(total * 0.10), 1::6] = dark(_cap_colour(package), 0.12)
    return canvas


def body_colour(package: Package) -> Colour:
    """The colour of a bottle where nothing is printed: its content or its plastic."""
    art = package.artwork
    if art.noun == "Shampoo":
        return light(art.palette.ground, 0.25)
    if art.noun == "Water":
        return light(mix(art.flavour.accent, (235, 215, 190), 0.6), 0.25)
    return dark(art.flavour.accent, 0.15)


def _cap_colour(package: Package) -> Colour:
    second = package.artwork.palette.second
    return second if luminance(second) < 0.75 else dark(second, 0.2)


def _tin_end() -> Image:
    """A lid with rings and a tab."""
    canvas = blank(256, 256, METAL)
    for radius, shade in ((124, 0.25), (116, 0.0), (100, 0.18), (96, 0.05)):
        disc(canvas, (128, 128), radius, dark(METAL, shade))
    disc(canvas, (128, 128), 92, light(METAL, 0.18))
    box(canvas, 108, 70, 148, 138, dark(METAL, 0.3), 20)
    box(canvas, 111, 72, 145, 135, light(METAL, 0.4), 17)
    disc(canvas, (128, 92), 11, dark(METAL, 0.3))
    disc(canvas, (128, 128), 6, dark(METAL, 0.35))
    return canvas
