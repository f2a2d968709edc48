"""Rendering: a pack in a pose as a sprite with alpha, lit from the upper left, and its shadow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth.artwork import PIXELS_PER_CM, faces
from edge.synth.draw import Image, blank
from edge.synth.package import Package
from edge.synth.palette import light
from edge.synth.panels import ground_of
from edge.synth.pose import CAMERA_CM, Pose, View, view
from edge.synth.solid import Floats, solid_of
from edge.synth.trace import FAR, Hits, trace

LIGHT = np.array([-0.42, -0.30, 0.86], np.float32)
"""Unit vector towards the lamp, in the world."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture to lay over another.

    Attributes:
        image: uint8 `[h, w, 4]`, BGR and alpha, not multiplied by alpha.
        x: column of its left edge, pixels right of the anchor: the ground beneath the item.
        y: row of its upper edge, pixels below the anchor.
        shadow: uint8 `[H, W]`, how much light the ground loses.
        shadow_x: column of the shadow's left edge, from the anchor.
        shadow_y: row of the shadow's upper edge, from the anchor.
    """

    image: NDArray[np.uint8]
    x: int
    y: int
    shadow: NDArray[np.uint8]
    shadow_x: int
    shadow_y: int


def render(package: Package, pose: Pose, height_px: int, supersample: float = 2.0) -> NDArray[np.uint8]:
    """A pack seen by a camera, on nothing.

    Args:
        package: what to show.
        pose: how it stands or lies.
        height_px: height of the picture, at least 8 pixels.
        supersample: rays across a pixel.

    Returns:
        uint8 `[height_px, w, 4]`, BGR and alpha, cut to the pack.

    Raises:
        ValueError: `height_px` is below 8.
    """
    if height_px < 8:
        raise ValueError(f"height_px must be at least 8, not {height_px}")
    hull = solid_of(package).hull
    seen = view(pose, hull, 1.0)
    tall = np.ptp(seen.pixels(seen.world(hull))[:, 1])
    image = render_sprite(package, pose, height_px / float(tall), supersample).image
    width = max(1, round(image.shape[1] * height_px / image.shape[0]))
    return np.asarray(cv2.resize(image, (width, height_px), interpolation=cv2.INTER_AREA), np.uint8)


def render_sprite(package: Package, pose: Pose, scale: float, supersample: float = 2.0) -> Sprite:
    """A pack and its shadow at `scale` pixels a centimetre, with their places about the anchor."""
    solid = solid_of(package)
    seen = view(pose, solid.hull, scale)
    corners = seen.pixels(seen.world(solid.hull))
    x1, y1 = (int(v) for v in np.floor(corners.min(0)))
    x2, y2 = (int(v) for v in np.ceil(corners.max(0)))
    origin, rays = _rays(seen, x1, y1, x2 - x1, y2 - y1, supersample)
    hits = trace(solid, origin, rays)
    colour = _lit(_printed(package, hits, scale * supersample), hits, seen, rays, solid.gloss)
    image, left, top = _shrink(colour, hits.distance < FAR, (x2 - x1, y2 - y1))
    shadow, shadow_x, shadow_y = _shadow(seen, solid.hull)
    return Sprite(image, x1 + left, y1 + top, shadow, shadow_x, shadow_y)


def _rays(seen: View, x: int, y: int, width: int, height: int, supersample: float) -> tuple[Floats, Floats]:
    """Origin and rays through the pixels of an area, in the item's frame."""
    columns, rows = round(width * supersample), round(height * supersample)
    across = (x + (np.arange(columns, dtype=np.float32) + 0.5) * width / columns) / seen.scale
    down = (y + (np.arange(rows, dtype=np.float32) + 0.5) * height / rows) / seen.scale
    camera = seen.toward * np.float32(CAMERA_CM)
    right, up, back = seen.right @ seen.turn, seen.up @ seen.turn, camera @ seen.turn
    rays = across[None, :, None] * right - down[:, None, None] * up - back
    return ((camera - seen.shift) @ seen.turn).astype(np.float32), rays.astype(np.float32)


def _printed(package: Package, hits: Hits, texels: float) -> Image:
    """The artwork's colour at every hit, with pictures shrunk first so that they do not alias."""
    pictures = faces(package)
    out = np.zeros((*hits.page.shape, 3), np.uint8)
    for page, name in enumerate(hits.pages):
        here = (hits.page == page) & (hits.distance < FAR)
        if not here.any():
            continue
        picture = pictures[name] if name in pictures else blank(8, 8, light(ground_of(package.artwork), 0.45))
        shrink = min(1.0, 1.15 * texels / PIXELS_PER_CM)
        if shrink < 0.9 and min(picture.shape[:2]) > 16:
            picture = np.asarray(
                cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8
            )
        height, width = picture.shape[:2]
        rows, columns = np.flatnonzero(here.any(1)), np.flatnonzero(here.any(0))
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        at = cv2.remap(picture, hits.u[part] * width - 0.5, hits.v[part] * height - 0.5, cv2.INTER_LINEAR,
                       borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
        out[part][here[part]] = at[here[part]]
    return out


def _lit(colour: Image, hits: Hits, seen: View, rays: Floats, gloss: float) -> Floats:
    """Lambert's cosine law, light from above, Blinn's highlight (1977) and a bright worn edge."""
    lamp = (LIGHT / np.linalg.norm(LIGHT)) @ seen.turn
    sky = np.array([0, 0, 1], np.float32) @ seen.turn
    eye = seen.toward @ seen.turn
    halfway = lamp + eye
    halfway /= np.linalg.norm(halfway)
    facing = np.clip(hits.normal @ lamp, 0, 1)
    shade = 0.55 + 0.12 * (hits.normal @ sky) + 0.40 * facing
    rim = np.clip(hits.normal @ eye, 0, 1)
    if gloss > 0.5:
        shade *= 0.72 + 0.28 * np.sqrt(rim)
    shade += 0.14 * np.exp(-((hits.edge / 0.09) ** 2))
    shine = np.clip(hits.normal @ halfway, 0, 1)
    glow = gloss * (90 * shine**60 + 45 * shine**12) if gloss > 0.5 else gloss * 120 * shine**8
    return np.asarray(np.clip(colour * shade[..., None] + glow[..., None], 0, 255), np.float32)


def _shrink(
    colour: Floats, solid: NDArray[np.bool_], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], int, int]:
    """Average the rays of each pixel, and cut the picture to what is not empty."""
    cover = solid.astype(np.float32)
    colour[~solid] = 0
    small = cv2.resize(cv2.merge([*cv2.split(colour), cover]), size, interpolation=cv2.INTER_AREA)
    alpha = small[..., 3:]
    rgb = small[..., :3] / np.maximum(alpha, 1e-3)
    image = np.round(np.concatenate([rgb, alpha * 255], 2)).clip(0, 255).astype(np.uint8)
    rows, columns = np.flatnonzero(image[..., 3].any(1)), np.flatnonzero(image[..., 3].any(0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], int(columns[0]), int(rows[0])


def _shadow(seen: View, hull: Floats) -> tuple[NDArray[np.uint8], int, int]:
    """What the lamp does not reach, softened, and a dark seam where the pack touches the ground."""
    points = seen.world(hull)
    lamp = LIGHT / np.linalg.norm(LIGHT)
    cast = points - points[:, 2:] / lamp[2] * lamp * 0.75
    foot = points * np.array([1, 1, 0], np.float32)
    on_ground = points[:, 2] < 0.3 * max(0.1, float(points[:, 2].max()))
    soft, seam = seen.pixels(cast.astype(np.float32)), seen.pixels(foot[on_ground].astype(np.float32))
    margin = 3.2 * seen.scale
    low = np.floor(np.minimum(soft.min(0), seam.min(0)) - margin).astype(int)
    high = np.ceil(np.maximum(soft.max(0), seam.max(0)) + margin).astype(int)
    width, height = (int(v) for v in high - low)
    wide = _blurred_hull(soft - low, (height, width), 0.95 * seen.scale) * 0.40
    tight = _blurred_hull(seam - low, (height, width), 0.34 * seen.scale) * 0.45
    loss = 1 - (1 - wide) * (1 - tight)
    return np.round(loss * 255).astype(np.uint8), int(low[0]), int(low[1])


def _blurred_hull(points: Floats, shape: tuple[int, int], sigma: float) -> Floats:
    mask = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(mask, np.round(cv2.convexHull(points.astype(np.float32))).astype(np.int32), 1.0)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, sigma)), np.float32)
