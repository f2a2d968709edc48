"""Motifs: the little pictures on packs. Each draws itself around a point, within a radius."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from edge.synth.draw import Image, box, disc, oval, polygon, rotation, stroke
from edge.synth.palette import WHITE, Colour, dark, light

Draw = Callable[[Image, float, float, float, Colour], None]


def _around(count: int, start: float = 0.0) -> list[float]:
    return [start + 360.0 * k / count for k in range(count)]


def _at(x: float, y: float, degrees: float, distance: float) -> tuple[float, float]:
    return x + float(np.cos(np.deg2rad(degrees))) * distance, y + float(
        np.sin(np.deg2rad(degrees))
    ) * distance


def citrus(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A slice of citrus fruit."""
    disc(canvas, (x, y), r, dark(colour, 0.12))
    disc(canvas, (x, y), r * 0.9, light(colour, 0.8))
    for turn in _around(9):
        tip, left, right = (
            _at(x, y, turn, r * 0.1),
            _at(x, y, turn - 16, r * 0.76),
            _at(x, y, turn + 16, r * 0.76),
        )
        polygon(
            canvas, [tip, left, _at(x, y, turn - 6, r * 0.83), _at(x, y, turn + 6, r * 0.83), right], colour
        )
        stroke(canvas, [_at(x, y, turn, r * 0.35), _at(x, y, turn, r * 0.6)], light(colour, 0.4), r * 0.05)


def leaf(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A spray of leaves."""
    for turn, size in ((-90, 1.0), (-140, 0.85), (-40, 0.85), (170, 0.62), (10, 0.62)):
        _blade(canvas, _at(x, y + r * 0.7, turn, r * 0.1), turn, r * 1.5 * size, colour)


def _blade(canvas: Image, root: tuple[float, float], turn: float, length: float, colour: Colour) -> None:
    along = np.linspace(0, 1, 17)
    belly = 0.26 * np.sin(np.pi * along**0.8)
    edge = np.concatenate([np.stack([along, belly], 1), np.stack([along, -belly], 1)[::-1]])
    turned = rotation(turn)
    polygon(canvas, edge * length @ turned.T + root, colour)
    polygon(canvas, edge[: len(along)] * length @ turned.T + root, light(colour, 0.22))
    stroke(canvas, [root, _at(*root, turn, length * 0.94)], light(colour, 0.55), length * 0.03)


def waves(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Three rolling waves."""
    across = np.linspace(-r, r, 40)
    for row, shade in enumerate((light(colour, 0.55), light(colour, 0.25), colour)):
        top = y + (row - 1) * r * 0.5 - r * 0.1 + np.sin(across / r * 6 + row * 1.9) * r * 0.17
        fall = r * 0.5 * np.sqrt(np.clip(1.02 - (across / r) ** 2, 0, 1))
        points = np.concatenate([np.stack([x + across, top], 1), np.stack([x + across, top + fall], 1)[::-1]])
        polygon(canvas, points, shade)


def star(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A star with a lit half on each ray."""
    for turn in _around(5, -90):
        inner = [_at(x, y, turn - 36, r * 0.42), _at(x, y, turn + 36, r * 0.42)]
        polygon(canvas, [(x, y), inner[0], _at(x, y, turn, r)], light(colour, 0.3))
        polygon(canvas, [(x, y), inner[1], _at(x, y, turn, r)], dark(colour, 0.15))


def grain(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Three ears of grain."""
    for lean in (-24, 24, 0):
        foot = (x, y + r * 0.95)
        stroke(canvas, [foot, _at(*foot, lean - 90, r * 1.1)], dark(colour, 0.25), r * 0.05)
        for step in range(5):
            for side in (-1, 1):
                spot = _at(*foot, lean - 90 + side * 5, r * (0.85 + 0.2 * step))
                oval(canvas, spot, (r * 0.15, r * 0.075), light(colour, 0.12 * step), lean - 90 + side * 28)


def drop(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A drop with a highlight."""
    angle = np.linspace(0, 2 * np.pi, 60)
    swell = 0.5 * (1 - np.cos(angle))
    shape = np.stack([np.sin(angle) * swell**0.7 * 0.72 * r, -np.cos(angle) * r], 1)
    polygon(canvas, shape + np.array([x, y]), dark(colour, 0.1))
    polygon(canvas, shape * 0.86 + (x, y + r * 0.07), light(colour, 0.15))
    oval(canvas, (x - r * 0.22, y + r * 0.3), (r * 0.12, r * 0.3), light(colour, 0.75), 18)


def mountain(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Peaks with snow under a sun."""
    disc(canvas, (x + r * 0.45, y - r * 0.5), r * 0.26, light(colour, 0.45))
    for centre, height, shade in ((0.38, 1.0, light(colour, 0.3)), (-0.3, 1.45, colour)):
        top, foot = (x + centre * r, y + r * (0.75 - height)), y + r * 0.75
        half = height * 0.52 * r
        polygon(canvas, [top, (top[0] + half, foot), (top[0] - half, foot)], shade)
        snow = [(0, 0), (0.32, 0.32), (0.12, 0.26), (0, 0.4), (-0.14, 0.27), (-0.32, 0.32)]
        polygon(canvas, np.array(snow) * (half, height * r) + top, WHITE)


def berries(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A cluster of berries with two leaves."""
    _blade(canvas, (x, y - r * 0.45), -30, r * 0.9, (70, 150, 80))
    _blade(canvas, (x, y - r * 0.45), -150, r * 0.9, (62, 132, 70))
    for dx, dy in ((-0.45, -0.1), (0.45, -0.1), (0, -0.2), (-0.24, 0.34), (0.26, 0.34), (0, 0.68)):
        disc(canvas, (x + dx * r, y + dy * r), r * 0.33, dark(colour, 0.25))
        disc(canvas, (x + dx * r - r * 0.03, y + dy * r - r * 0.03), r * 0.28, colour)
        disc(canvas, (x + dx * r - r * 0.11, y + dy * r - r * 0.11), r * 0.08, light(colour, 0.7))


def cherry(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Two cherries on a stalk."""
    for dx, dy in ((-0.42, 0.42), (0.45, 0.5)):
        stem = [(x + r * 0.15, y - r * 0.95), (x + dx * r * 0.8, y - r * 0.2), (x + dx * r, y + dy * r)]
        stroke(canvas, stem, (52, 110, 70), r * 0.07)
        disc(canvas, (x + dx * r, y + dy * r), r * 0.44, dark(colour, 0.2))
        disc(canvas, (x + dx * r - r * 0.04, y + dy * r - r * 0.04), r * 0.38, colour)
        oval(
            canvas,
            (x + dx * r - r * 0.16, y + dy * r - r * 0.16),
            (r * 0.1, r * 0.06),
            light(colour, 0.75),
            -40,
        )
    _blade(canvas, (x + r * 0.15, y - r * 0.95), 25, r * 0.8, (70, 150, 80))


def bean(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Three roasted beans."""
    for dx, dy, turn in ((-0.42, -0.3, 35), (0.45, -0.15, -40), (-0.05, 0.5, 5)):
        spot = (x + dx * r, y + dy * r)
        oval(canvas, spot, (r * 0.52, r * 0.34), dark(colour, 0.3), turn)
        oval(canvas, (spot[0] - r * 0.03, spot[1] - r * 0.04), (r * 0.46, r * 0.28), colour, turn)
        along = np.linspace(-1, 1, 15)
        seam = np.stack([along * 0.46 * r, np.sin(along * 3) * 0.07 * r], 1) @ rotation(turn).T + spot
        stroke(canvas, seam, dark(colour, 0.6), r * 0.06)


def honeycomb(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Seven cells of a honeycomb."""
    places = [(x, y)] + [_at(x, y, turn, r * 0.64) for turn in _around(6, 30)]
    for k, (cx, cy) in enumerate(places):
        polygon(canvas, [_at(cx, cy, turn, r * 0.36) for turn in _around(6, 0 + 30)], dark(colour, 0.3))
        fill = light(colour, (0.1, 0.45, 0.25)[k % 3])
        polygon(canvas, [_at(cx, cy, turn, r * 0.29) for turn in _around(6, 0 + 30)], fill)


def flower(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A flower of eight petals."""
    for ring, (count, reach, shade) in enumerate(((8, 0.62, 0.1), (8, 0.45, 0.45))):
        for turn in _around(count, 22.5 * ring):
            oval(canvas, _at(x, y, turn, r * reach), (r * 0.38, r * 0.19), light(colour, shade), turn)
    disc(canvas, (x, y), r * 0.24, (60, 190, 240))
    disc(canvas, (x, y), r * 0.13, (40, 140, 215))


def sun(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A sun with long and short rays."""
    for k, turn in enumerate(_around(16)):
        reach = r * (1.0 if k % 2 else 0.78)
        sides = [_at(x, y, turn - 8, r * 0.5), _at(x, y, turn + 8, r * 0.5)]
        polygon(canvas, [sides[0], _at(x, y, turn, reach), sides[1]], colour)
    disc(canvas, (x, y), r * 0.46, light(colour, 0.25))


def apple(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Half an apple or another round fruit."""
    for grow, shade in ((1.0, colour), (0.87, light(colour, 0.82))):
        for side in (-1, 1):
            oval(
                canvas, (x + side * r * 0.3, y + r * 0.12), (r * 0.6 * grow, r * 0.82 * grow), shade, side * 8
            )
    for side in (-1, 1):
        oval(canvas, (x + side * r * 0.14, y + r * 0.18), (r * 0.07, r * 0.16), (40, 60, 95), side * 18)
    stroke(canvas, [(x, y - r * 0.5), (x + r * 0.08, y - r)], (45, 70, 100), r * 0.09)
    _blade(canvas, (x + r * 0.08, y - r * 0.85), -15, r * 0.7, (70, 150, 80))


def nut(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Almonds."""
    for dx, turn in ((-0.38, -112), (0.38, -68), (0.0, -90)):
        _blade(canvas, (x + dx * r * 0.3, y + r * 0.85), turn, r * 1.5, colour)


def chilli(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """Two crossed pods."""
    for side in (-1, 1):
        t = np.linspace(0, 1, 24)
        spine = np.stack([side * (0.75 - 1.5 * t), -0.6 + 1.5 * t**1.6], 1)
        width = (0.19 * (1 - t) ** 0.6)[:, None] * [[0.75, 0.75 * side]]
        shape = np.concatenate([spine + width, (spine - width)[::-1]]) * r + (x, y)
        polygon(canvas, shape, colour if side > 0 else dark(colour, 0.22))
        stroke(
            canvas,
            [(x + side * r * 0.72, y - r * 0.58), (x + side * r, y - r * 0.9)],
            (60, 130, 60),
            r * 0.12,
        )


def tomato(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A tomato seen from above its stalk."""
    oval(canvas, (x, y + r * 0.1), (r * 0.95, r * 0.82), dark(colour, 0.18))
    oval(canvas, (x - r * 0.05, y + r * 0.05), (r * 0.86, r * 0.72), colour)
    oval(canvas, (x - r * 0.4, y - r * 0.12), (r * 0.2, r * 0.1), light(colour, 0.6), -35)
    for turn in _around(5, -90):
        _blade(canvas, (x, y - r * 0.4), turn, r * 0.52, (66, 140, 72))


def checks(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A woven rhombus."""
    for row in range(-2, 3):
        for column in range(-2, 3):
            cx, cy = x + (column - row) * r * 0.2, y + (column + row) * r * 0.2
            shade = (colour, light(colour, 0.35), dark(colour, 0.2))[(row * 2 + column) % 3]
            polygon(canvas, [_at(cx, cy, turn, r * 0.18) for turn in _around(4)], shade)


def cup(canvas: Image, x: float, y: float, r: float, colour: Colour) -> None:
    """A steaming cup."""
    oval(canvas, (x, y + r * 0.78), (r * 0.95, r * 0.16), dark(colour, 0.25))
    disc(canvas, (x + r * 0.62, y + r * 0.18), r * 0.3, colour)
    disc(canvas, (x + r * 0.62, y + r * 0.18), r * 0.17, light(colour, 0.85))
    box(canvas, x - r * 0.62, y - r * 0.2, x + r * 0.55, y + r * 0.78, colour, r * 0.3)
    oval(canvas, (x - r * 0.03, y - r * 0.16), (r * 0.58, r * 0.15), (38, 58, 92))
    for dx in (-0.3, 0.0, 0.3):
        t = np.linspace(0, 1, 12)
        steam = np.stack([x + r * (dx + 0.07 * np.sin(t * 7)), y - r * (0.35 + 0.6 * t)], 1)
        stroke(canvas, steam, light(colour, 0.6), r * 0.06)


MOTIFS: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        citrus, leaf, waves, star, grain, drop, mountain, berries, cherry, bean,
        honeycomb, flower, sun, apple, nut, chilli, tomato, checks, cup,
    )
}  # fmt: skip
"""Every motif by name: a function of canvas, x, y, radius (pixels) and colour."""
