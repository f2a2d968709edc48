"""Hand: a hand with forearm and sleeve, seen from above, that reaches in from beyond the frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth.draw import Mask
from edge.synth.overlay import Layer, layer
from edge.synth.palette import Colour, dark, light
from edge.synth.solid import Floats

SKINS: tuple[Colour, ...] = ((168, 192, 232), (138, 170, 218), (104, 142, 196), (72, 104, 156), (48, 70, 108))
SLEEVES: tuple[Colour, ...] = (
    (112, 72, 44), (66, 62, 60), (70, 62, 150), (150, 150, 152), (86, 110, 70), (190, 160, 120),
    (60, 120, 190),
)  # fmt: skip
BLUR = 15
"""Empty pixels kept around an arm, so that it can be smeared."""
_HALF_CM = 9.0
_AHEAD_CM = 5.5

# A finger: points (x, y, radius) in cm from the knuckle to the tip; y points the way the hand reaches.
_FINGERS = (
    ((-2.5, -4.6, 1.06), (-3.3, -1.4, 0.95), (-2.7, 1.5, 0.80)),
    ((-0.75, -4.0, 1.08), (-0.95, -0.5, 0.98), (-0.6, 2.7, 0.82)),
    ((1.05, -4.2, 1.04), (1.25, -0.9, 0.95), (1.25, 2.1, 0.80)),
    ((2.7, -5.1, 0.95), (3.3, -2.4, 0.85), (3.2, 0.1, 0.72)),
)
_THUMB = ((-2.7, -9.2, 1.6), (-4.9, -6.4, 1.2), (-5.0, -3.0, 0.92))
_PALM = (
    ((-1.9, -5.6, 1.75), (-1.3, -10.6, 2.1)),
    ((0.1, -5.2, 1.8), (0.1, -11, 2.2)),
    ((1.9, -6.2, 1.7), (1.0, -10.6, 2.1)),
    ((0.0, -10, 2.6), (0.0, -14.5, 2.5)),
)


@dataclass(frozen=True, slots=True)
class Customer:
    """Who reaches in.

    Attributes:
        skin: colour of the hand.
        sleeve: colour of the cloth.
        stripe: colour of its stripes, or None.
        cuff: where the sleeve ends, cm behind the grip, negative.
    """

    skin: Colour
    sleeve: Colour
    stripe: Colour | None
    cuff: float


def make_customer(rng: np.random.Generator) -> Customer:
    """Somebody."""
    skin, sleeve = SKINS[int(rng.integers(len(SKINS)))], SLEEVES[int(rng.integers(len(SLEEVES)))]
    stripes = (None, None, light(sleeve, 0.5), dark(sleeve, 0.4))
    return Customer(skin, sleeve, stripes[int(rng.integers(4))], float(rng.uniform(-21, -15)))


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm ready to be laid over frames; its anchor is where it grips.

    Attributes:
        layer: its pixels.
        shadow: uint8 `[h, w]`, how much light it takes, as large as the layer.
        x: column of the left edge, pixels right of the grip.
        y: row of the upper edge, pixels below the grip.
    """

    layer: Layer
    shadow: Mask
    x: int
    y: int


def make_arm(
    customer: Customer, scale: float, length_cm: float, heading: float, rng: np.random.Generator
) -> Arm:
    """An arm of a customer.

    Args:
        customer: whose.
        scale: pixels a centimetre.
        length_cm: from the grip back to where the sleeve is cut off, beyond the frame.
        heading: way the fingers point, degrees clockwise from right.
        rng: chooses which hand, and the folds of the cloth.
    """
    y, x = _grid(scale, length_cm)
    mirror = bool(rng.random() < 0.5)
    x = -x if mirror else x
    height, colour = _flesh(x, y, customer.skin, max(customer.cuff - 3, -length_cm))
    _dress(x, y, customer, height, colour, rng)
    upright = _lit(height, colour, heading, scale)
    turned, left, top = _turned(upright, heading, scale)
    soft = cv2.GaussianBlur(turned[..., 3], (0, 0), 1.1 * scale)
    return Arm(layer(turned), np.asarray(soft * 0.45, np.uint8), left, top)


def _grid(scale: float, length_cm: float) -> tuple[Floats, Floats]:
    rows, columns = round((length_cm + _AHEAD_CM) * scale), round(2 * _HALF_CM * scale)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    return _AHEAD_CM - (y + 0.5) / np.float32(scale), (x + 0.5) / np.float32(scale) - np.float32(_HALF_CM)


def _tube(x: Floats, y: Floats, points: tuple[tuple[float, float, float], ...]) -> Floats:
    """Height of a chain of tapering tubes above the plane; below 0 outside."""
    out = np.full(x.shape, -1.0, np.float32)
    for (x0, y0, r0), (x1, y1, r1) in pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        along = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
        radius = r0 + (r1 - r0) * along
        away = (x - x0 - dx * along) ** 2 + (y - y0 - dy * along) ** 2
        np.maximum(
            out,
            np.sqrt(np.maximum(radius * radius - away, 0)) - np.where(away > radius * radius, 1, 0),
            out=out,
        )
    return out


def _flesh(x: Floats, y: Floats, skin: Colour, end: float) -> tuple[Floats, Floats]:
    """Height and colour of fingers, palm, wrist and forearm."""
    height = np.full(x.shape, -1.0, np.float32)
    near = int(np.searchsorted(-y[:, 0], 16.5))
    hx, hy, hand = x[:near], y[:near], height[:near]
    for part in _PALM:
        np.maximum(hand, _tube(hx, hy, part) * 0.75, out=hand)
    soft = cv2.GaussianBlur(hand, (0, 0), max(0.6, 0.5 * near / 22))
    hand[:] = np.where(hand > 0, np.maximum(soft, 0.2), hand)
    for finger in (*_FINGERS, _THUMB):
        np.maximum(hand, _tube(hx, hy, finger) + 0.35, out=hand, where=_tube(hx, hy, finger) > 0)
    wrist = ((0.0, -13.0, 2.5), (0.0, -17.0, 2.65), (0.0, end - 1.0, 3.4))
    np.maximum(height, _tube(x, y, wrist) * 0.8, out=height)
    colour = np.empty((*x.shape, 3), np.float32)
    colour[:] = skin
    for finger in (*_FINGERS, _THUMB):
        _tint_finger(hx, hy, finger, colour[:near], skin)
    return height, colour


def _tint_finger(
    x: Floats, y: Floats, finger: tuple[tuple[float, float, float], ...], colour: Floats, skin: Colour
) -> None:
    """Redder knuckles and tip, and a nail."""
    (kx, ky, _), (jx, jy, _), (tx, ty, tr) = finger
    for px, py, size, strength in ((kx, ky, 0.9, 0.10), (jx, jy, 0.75, 0.10), (tx, ty, 0.9, 0.12)):
        glow = np.exp(-((x - px) ** 2 + (y - py) ** 2) / size**2)[..., None] * strength
        colour += glow * (np.array((60, 60, 215), np.float32) - colour)
    ux, uy = np.array([tx - jx, ty - jy]) / np.hypot(tx - jx, ty - jy)
    along = (x - tx) * ux + (y - ty) * uy - tr * 0.35
    across = (x - tx) * -uy + (y - ty) * ux
    inside = (along / (tr * 0.62)) ** 2 + (across / (tr * 0.5)) ** 2
    nail = np.clip((1.15 - inside) * 4, 0, 1)[..., None] * 0.55
    colour += nail * (np.array(light(skin, 0.4), np.float32) - colour)


def _dress(
    x: Floats, y: Floats, customer: Customer, height: Floats, colour: Floats, rng: np.random.Generator
) -> None:
    """Pull a sleeve over the arm up to the cuff, with folds and a hem."""
    cuff, sleeve = customer.cuff, customer.sleeve
    hem = cuff + 0.25 * np.cos(x * 0.6)
    half = 4.0 + np.clip((cuff - y) * 0.045, 0, 1.6)
    cloth = (y < hem) & (np.abs(x) < half)
    folds = cv2.resize(
        rng.normal(0, 1, (max(4, len(y) // 40), 4)).astype(np.float32),
        x.shape[::-1],
        interpolation=cv2.INTER_CUBIC,
    )
    bulge = np.sqrt(np.maximum(half * half - x * x, 0)) * 0.85 + 0.4 + folds * 0.22
    height[cloth] = bulge[cloth]
    paint = np.empty_like(colour)
    paint[:] = sleeve
    if customer.stripe is not None:
        paint[np.mod(y, 3.2) < 0.8] = customer.stripe
    paint[(y > hem - 1.6)] = dark(sleeve, 0.22)
    colour[cloth] = paint[cloth]


def _lit(height: Floats, colour: Floats, heading: float, scale: float) -> NDArray[np.uint8]:
    """Shade by slope, with the lamp at the picture's upper left once the arm is turned."""
    inside = height > 0
    smooth = cv2.GaussianBlur(np.where(inside, height, 0).astype(np.float32), (0, 0), max(0.6, 0.13 * scale))
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=scale / 8)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=scale / 8)
    angle = np.deg2rad(heading + 90)
    lamp_x, lamp_y = -0.42, -0.42
    lx, ly = lamp_x * np.cos(angle) + lamp_y * np.sin(angle), -lamp_x * np.sin(angle) + lamp_y * np.cos(angle)
    facing = (0.80 - across * lx - down * ly) / np.sqrt(1 + across * across + down * down)
    shade = 0.46 + 0.62 * np.clip(facing, 0, 1.2)
    lit = colour * shade[..., None] + (1 - np.clip(shade, 0, 1))[..., None] * colour * (0.0, 0.02, 0.12)
    alpha = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7) * 255
    return np.concatenate([lit, alpha[..., None]], 2).clip(0, 255).astype(np.uint8)


def _turned(upright: NDArray[np.uint8], heading: float, scale: float) -> tuple[NDArray[np.uint8], int, int]:
    """The arm turned to its heading, and where the corner of its picture lies about the grip."""
    rows, columns = upright.shape[:2]
    grip = np.array([_HALF_CM * scale, _AHEAD_CM * scale])
    angle = np.deg2rad(heading + 90)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = (np.array([(0, 0), (columns, 0), (0, rows), (columns, rows)]) - grip) @ turn.T
    low = np.floor(corners.min(0)).astype(int) - BLUR
    high = np.ceil(corners.max(0)).astype(int) + BLUR
    matrix = np.concatenate([turn, (-turn @ grip - low)[:, None]], 1)
    width, height = (int(v) for v in high - low)
    image = cv2.warpAffine(upright, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(0, 0, 0, 0))
    return np.asarray(image, np.uint8), int(low[0]), int(low[1])
