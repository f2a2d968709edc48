"""Layouts: how a front is composed. Each paints a whole canvas and keeps words within `safe` of its width."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from edge.synth.draw import Image, box, disc, oval, polygon, stamp, stroke, word
from edge.synth.motif import MOTIFS
from edge.synth.package import Artwork
from edge.synth.palette import Colour, dark, light, mix, readable_on, text_on_paper

Paint = Callable[[Image, Artwork, float], None]


def _inset(
    canvas: Image, safe: float, y1: float, y2: float, part: float = 1.0
) -> tuple[float, float, float, float]:
    """An area centred across the canvas: `part` of the safe width, from `y1` to `y2` of the height."""
    height, width = canvas.shape[:2]
    half = width * safe * part / 2
    return width / 2 - half, height * y1, width / 2 + half, height * y2


def _brand(
    canvas: Image, art: Artwork, area: tuple[float, float, float, float], colour: Colour, edge: Colour | None
) -> None:
    stamp(canvas, word(art.wordmark, art.font, art.slant, art.arc), area, colour, edge, 1.5)


def _motif(canvas: Image, art: Artwork, x: float, y: float, r: float) -> None:
    MOTIFS[art.flavour.motif](canvas, x, y, r, art.flavour.accent)


def _ribbon(canvas: Image, art: Artwork, area: tuple[float, float, float, float], fill: Colour) -> None:
    """The flavour's word on a plate, and the noun within it."""
    x1, y1, x2, y2 = area
    high = y2 - y1
    box(canvas, x1, y1, x2, y2, fill, high * 0.22)
    inner = (x1 + high * 0.25, y1 + high * 0.17, x2 - high * 0.25, y2 - high * 0.17)
    stamp(canvas, word(art.flavour.word, 1), inner, readable_on(fill), stretch=1.3)


def _noun(canvas: Image, art: Artwork, area: tuple[float, float, float, float], colour: Colour) -> None:
    stamp(canvas, word(art.noun, 0), area, colour)


def _amount(canvas: Image, art: Artwork, safe: float, colour: Colour) -> None:
    x1, y1, x2, y2 = _inset(canvas, safe, 0.935, 0.975)
    stamp(canvas, word(art.amount, 0), (x2 - (x2 - x1) * 0.34, y1, x2, y2), colour)


def banner(canvas: Image, art: Artwork, safe: float) -> None:
    """A paper banner with a curved hem carries the brand; the motif stands below."""
    height, width = canvas.shape[:2]
    canvas[:] = art.palette.ground
    oval(canvas, (width / 2, height * 0.30), (width * 0.75, height * 0.15), art.palette.second)
    oval(canvas, (width / 2, height * 0.27), (width * 0.75, height * 0.15), art.palette.paper)
    canvas[: int(height * 0.29)] = art.palette.paper
    canvas[: max(2, int(height * 0.035))] = art.palette.ground
    _brand(canvas, art, _inset(canvas, safe, 0.07, 0.25), text_on_paper(art.palette.ground), None)
    _noun(canvas, art, _inset(canvas, safe, 0.28, 0.36, 0.6), text_on_paper(art.palette.ground))
    disc(
        canvas,
        (width / 2, height * 0.63),
        min(width * safe * 0.45, height * 0.175),
        light(art.palette.ground, 0.78),
    )
    _motif(canvas, art, width / 2, height * 0.63, min(width * safe * 0.36, height * 0.145))
    _ribbon(canvas, art, _inset(canvas, safe, 0.83, 0.925), art.flavour.accent)
    _amount(canvas, art, safe, art.palette.ink)


def badge(canvas: Image, art: Artwork, safe: float) -> None:
    """Rays behind a round plate with the motif."""
    height, width = canvas.shape[:2]
    canvas[:] = art.palette.ground
    centre, far = (width / 2, height * 0.52), float(height + width)
    ray = mix(art.palette.ground, art.palette.second, 0.45)
    for turn in np.arange(0, 360, 30):
        ends = np.deg2rad([turn, turn + 15])
        polygon(canvas, [centre, *(np.array(centre) + far * np.stack([np.cos(ends), np.sin(ends)], 1))], ray)
    r = min(width * safe * 0.5, height * 0.27)
    disc(canvas, centre, r * 1.08, art.flavour.accent)
    disc(canvas, centre, r, art.palette.paper)
    _motif(canvas, art, width / 2, height * 0.50, r * 0.66)
    edge = dark(art.palette.ground, 0.55) if art.palette.ink[0] > 128 else None
    _brand(canvas, art, _inset(canvas, safe, 0.04, 0.22), art.palette.ink, edge)
    _ribbon(canvas, art, _inset(canvas, safe, 0.69, 0.80), art.flavour.accent)
    _noun(canvas, art, _inset(canvas, safe, 0.83, 0.92, 0.8), art.palette.ink)
    _amount(canvas, art, safe, art.palette.ink)


def diagonal(canvas: Image, art: Artwork, safe: float) -> None:
    """A slanting cut between the brand's colour and the flavour's."""
    height, width = canvas.shape[:2]
    canvas[:] = art.palette.ground
    accent = art.flavour.accent
    polygon(
        canvas, [(0, height * 0.58), (width, height * 0.30), (width, height), (0, height)], art.palette.paper
    )
    polygon(
        canvas,
        [(0, height * 0.62), (width, height * 0.34), (width, height), (0, height)],
        light(accent, 0.55),
    )
    polygon(canvas, [(0, height * 0.92), (width, height * 0.74), (width, height), (0, height)], accent)
    _brand(canvas, art, _inset(canvas, safe, 0.05, 0.24), art.palette.ink, None)
    x1, y1, x2, y2 = _inset(canvas, safe, 0.265, 0.335)
    _noun(canvas, art, (x1, y1, x1 + (x2 - x1) * 0.5, y2), art.palette.ink)
    _motif(canvas, art, width * 0.53, height * 0.60, min(width * safe * 0.36, height * 0.19))
    stamp(canvas, word(art.flavour.word, 1, 0.2), _inset(canvas, safe, 0.83, 0.925), readable_on(accent))
    _amount(canvas, art, safe, readable_on(accent))


def window(canvas: Image, art: Artwork, safe: float) -> None:
    """Paper within a frame, and a tinted window with the motif."""
    height, width = canvas.shape[:2]
    canvas[:] = art.palette.ground
    edge = width * 0.045
    box(canvas, edge, edge, width - edge, height - edge, art.palette.paper, edge)
    ink = text_on_paper(art.palette.ground)
    _brand(canvas, art, _inset(canvas, safe, 0.07, 0.22, 0.9), ink, None)
    x1, y1, x2, y2 = _inset(canvas, safe, 0.33, 0.73, 0.9)
    _noun(canvas, art, _inset(canvas, safe, 0.245, 0.31, 0.6), dark(ink, 0.3))
    box(canvas, x1, y1, x2, y2, light(art.flavour.accent, 0.62), width * 0.05)
    _motif(canvas, art, width / 2, (y1 + y2) / 2, min((x2 - x1) * 0.42, (y2 - y1) * 0.44))
    stamp(
        canvas,
        word(art.flavour.word, 2),
        _inset(canvas, safe, 0.755, 0.85, 0.85),
        text_on_paper(art.flavour.accent),
    )
    x1, y1, x2, y2 = _inset(canvas, safe, 0.875, 0.895, 0.8)
    box(canvas, x1, y1, x2, y2, art.palette.second)
    stamp(canvas, word(art.amount, 0), _inset(canvas, safe, 0.915, 0.95, 0.3), ink)


def tide(canvas: Image, art: Artwork, safe: float) -> None:
    """Bands that roll from the brand's colour to the flavour's."""
    height, width = canvas.shape[:2]
    canvas[:] = light(art.palette.ground, 0.72)
    across = np.linspace(0, width, 60)
    bands = 5
    for band in range(bands):
        phase = band * 1.3 + art.seed % 7
        top = height * (0.48 + 0.105 * band) + np.sin(across / width * 2 * np.pi + phase) * height * 0.025
        shade = mix(art.palette.ground, art.flavour.accent, band / (bands - 1))
        polygon(canvas, [*zip(across, top, strict=True), (width, height), (0, height)], shade)
    canvas[: int(height * 0.27)] = art.palette.ground
    canvas[int(height * 0.27) : int(height * 0.285)] = art.palette.second
    _brand(canvas, art, _inset(canvas, safe, 0.06, 0.22), art.palette.ink, None)
    _noun(canvas, art, _inset(canvas, safe, 0.31, 0.38, 0.7), text_on_paper(art.palette.ground))
    _motif(canvas, art, width / 2, height * 0.575, min(width * safe * 0.38, height * 0.175))
    ink = readable_on(art.flavour.accent)
    stamp(
        canvas,
        word(art.flavour.word, 3),
        _inset(canvas, safe, 0.82, 0.92),
        ink,
        dark(art.flavour.accent, 0.6) if ink[0] > 128 else None,
    )
    _amount(canvas, art, safe, ink)


def stripes(canvas: Image, art: Artwork, safe: float) -> None:
    """Upright stripes behind a plate with everything on it."""
    height, width = canvas.shape[:2]
    canvas[:] = art.palette.ground
    count = 9
    for k in range(0, count, 2):
        box(
            canvas,
            width * k / count,
            0,
            width * (k + 1) / count,
            height,
            mix(art.palette.ground, art.palette.second, 0.7),
        )
    ink = text_on_paper(art.palette.ground)
    x1, y1, x2, y2 = _inset(canvas, safe, 0.09, 0.80)
    box(canvas, x1, y1, x2, y2, ink, width * 0.06)
    rim = width * 0.016
    box(canvas, x1 + rim, y1 + rim, x2 - rim, y2 - rim, art.palette.paper, width * 0.05)
    _brand(canvas, art, _inset(canvas, safe, 0.13, 0.29, 0.84), ink, None)
    stroke(canvas, [(x1 + rim * 3, height * 0.32), (x2 - rim * 3, height * 0.32)], art.flavour.accent, rim)
    _motif(canvas, art, width / 2, height * 0.50, min(width * safe * 0.34, height * 0.16))
    _noun(canvas, art, _inset(canvas, safe, 0.69, 0.76, 0.6), ink)
    _ribbon(canvas, art, _inset(canvas, safe, 0.825, 0.925), art.flavour.accent)
    x1, y1, x2, y2 = _inset(canvas, safe, 0.935, 0.98, 0.4)
    box(canvas, x1, y1, x2, y2, art.palette.paper, (y2 - y1) * 0.3)
    stamp(canvas, word(art.amount, 0), (x1, y1 + 2, x2, y2 - 2), ink)


def pattern(canvas: Image, art: Artwork, safe: float) -> None:
    """Small motifs all over, and one broad band with the words."""
    height, width = canvas.shape[:2]
    canvas[:] = light(art.flavour.accent, 0.7)
    step = min(width, height) * 0.30
    for row in range(int(height / step) + 2):
        for column in range(int(width / step) + 2):
            x, y = (column + (row % 2) * 0.5) * step, (row + 0.3) * step
            _motif(canvas, art, x, y, step * 0.36)
    y1, y2 = height * 0.30, height * 0.66
    box(canvas, 0, y1 - height * 0.018, width, y2 + height * 0.018, art.palette.second)
    box(canvas, 0, y1, width, y2, art.palette.ground)
    _brand(canvas, art, _inset(canvas, safe, 0.325, 0.52), art.palette.ink, None)
    _noun(canvas, art, _inset(canvas, safe, 0.55, 0.635, 0.7), art.palette.ink)
    _ribbon(canvas, art, _inset(canvas, safe, 0.76, 0.88, 0.95), dark(art.flavour.accent, 0.2))
    x1, y1, x2, y2 = _inset(canvas, safe, 0.905, 0.97, 0.4)
    box(canvas, x1, y1, x2, y2, art.palette.paper, (y2 - y1) * 0.3)
    stamp(canvas, word(art.amount, 0), (x1, y1 + 3, x2, y2 - 3), text_on_paper(art.palette.ground))


PAINTERS: dict[str, Paint] = {
    paint.__name__: paint for paint in (banner, badge, diagonal, window, tide, stripes, pattern)
}
"""Every layout by name: a function of canvas, artwork and safe share of the width."""
