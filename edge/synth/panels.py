"""Panels of the back and the sides: small print, nutrition table, barcode, a big turned wordmark."""

from __future__ import annotations

import cv2
import numpy as np

from edge.synth.barcode import draw_barcode
from edge.synth.draw import Image, blank, box, stamp, word
from edge.synth.motif import MOTIFS
from edge.synth.package import Artwork, Package
from edge.synth.palette import BLACK, Colour, dark, light, mix, readable_on, text_on_paper

_ROWS = ("Energy", "Fat", "Sugars", "Fibre", "Protein", "Salt")


def ground_of(art: Artwork) -> Colour:
    """The colour the back and the sides share with the front."""
    if art.layout == "pattern":
        return light(art.flavour.accent, 0.55)
    return art.palette.ground


def back(package: Package, width: int, height: int, safe: float) -> Image:
    """The back: wordmark, a strip in the flavour's colour, small print, nutrition table and barcode."""
    art = package.artwork
    canvas = blank(width, height, ground_of(art))
    half = width * safe / 2
    left, right = width / 2 - half, width / 2 + half
    ink = readable_on(ground_of(art))
    stamp(canvas, word(art.wordmark, art.font, art.slant), (left, height * 0.04, right, height * 0.14), ink)
    box(canvas, 0, height * 0.165, width, height * 0.265, art.flavour.accent)
    title = f"{art.flavour.word} {art.noun}"
    stamp(
        canvas, word(title, 1), (left, height * 0.185, right, height * 0.245), readable_on(art.flavour.accent)
    )
    _small_print(canvas, (left, height * 0.30, right, height * 0.44), ink, art.seed)
    _nutrition(canvas, (left, height * 0.47, right, height * 0.74), art)
    high, wide = int(height * 0.17), int(width * safe * 0.62)
    y, x = int(height * 0.79), int(left)
    canvas[y : y + high, x : x + wide] = draw_barcode(package.barcode, wide, high)
    MOTIFS[art.flavour.motif](
        canvas, right - half * 0.28, y + high / 2, min(half * 0.27, high * 0.5), art.flavour.accent
    )
    return canvas


def side(package: Package, width: int, height: int) -> Image:
    """A side: the wordmark turned upward, the flavour's strip and a small motif."""
    art = package.artwork
    colour = dark(ground_of(art), 0.06)
    canvas = blank(width, height, colour)
    box(canvas, 0, height * 0.80, width, height, art.flavour.accent)
    MOTIFS[art.flavour.motif](
        canvas, width / 2, height * 0.70, min(width * 0.33, height * 0.09), art.flavour.accent
    )
    area = width * 0.24, height * 0.06, width * 0.76, height * 0.58
    upright = cv2.rotate(word(art.wordmark, art.font, art.slant), cv2.ROTATE_90_COUNTERCLOCKWISE)
    stamp(canvas, np.asarray(upright, np.uint8), area, readable_on(colour))
    stamp(canvas, word(art.flavour.word, 1), (width * 0.1, height * 0.845, width * 0.9, height * 0.91),
          readable_on(art.flavour.accent))  # fmt: skip
    _small_print(
        canvas, (width * 0.15, height * 0.93, width * 0.85, height * 0.98), readable_on(art.flavour.accent), 1
    )
    return canvas


def lid(package: Package, width: int, height: int) -> Image:
    """Top and bottom of a box: brand and flavour."""
    art = package.artwork
    canvas = blank(width, height, light(ground_of(art), 0.06))
    ink = readable_on(ground_of(art))
    stamp(
        canvas,
        word(art.wordmark, art.font, art.slant),
        (width * 0.1, height * 0.12, width * 0.9, height * 0.56),
        ink,
    )
    box(canvas, 0, height * 0.64, width, height, art.flavour.accent)
    stamp(canvas, word(art.flavour.word, 1), (width * 0.1, height * 0.71, width * 0.9, height * 0.92),
          readable_on(art.flavour.accent))  # fmt: skip
    return canvas


def _small_print(canvas: Image, area: tuple[float, float, float, float], ink: Colour, seed: int) -> None:
    """Lines of words too small to read."""
    rng = np.random.default_rng((seed, 3))
    x1, y1, x2, y2 = area
    step = max(5.0, canvas.shape[0] * 0.021)
    colour = mix(ink, tuple(int(v) for v in canvas[int(y1), int(x1)]), 0.25)  # type: ignore[arg-type]
    for y in np.arange(y1, y2 - step * 0.5, step):
        x, end = x1, x2 - (x2 - x1) * float(rng.uniform(0, 0.2))
        while x < end:
            length = step * float(rng.uniform(0.6, 2.6))
            box(canvas, x, y, min(x + length, end), y + step * 0.38, colour)
            x += length + step * 0.4


def _nutrition(canvas: Image, area: tuple[float, float, float, float], art: Artwork) -> None:
    """A table on a plate, as Regulation (EU) 1169/2011 asks for on food."""
    x1, y1, x2, y2 = area
    rng = np.random.default_rng((art.seed, 4))
    box(canvas, x1, y1, x2, y2, text_on_paper(art.palette.ground))
    box(canvas, x1 + 2, y1 + 2, x2 - 2, y2 - 2, art.palette.paper)
    step = (y2 - y1) / (len(_ROWS) + 0.4)
    for row, label in enumerate(_ROWS):
        y = y1 + step * (row + 0.25)
        label_end = x1 + (x2 - x1) * 0.5
        stamp(
            canvas,
            word(label, 0),
            (x1 + step * 0.4, y + step * 0.12, label_end, y + step * 0.82),
            BLACK,
            None,
            1.0,
        )
        value = f"{rng.integers(1, 99) / 10:.1f} g" if row else f"{rng.integers(200, 1900)} kJ"
        stamp(
            canvas,
            word(value, 0),
            (x2 - (x2 - x1) * 0.32, y + step * 0.12, x2 - step * 0.4, y + step * 0.82),
            BLACK,
            None,
            1.0,
        )
        box(canvas, x1 + 2, y + step * 0.93, x2 - 2, y + step * 0.93 + 1.5, light(BLACK, 0.6))
