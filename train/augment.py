"""Augment: what a till's camera may do to a photo, ending in the run-time's own `crop`."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.crop import crop
from train.light import relight

Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def augment(image: Image, size: int, rng: np.random.Generator) -> Image:
    """One training input from a photo.

    The item is turned, tilted, partly cut off, now and then small, masked or covered, and lit
    otherwise. BGRA photos are cut out along their alpha.

    Args:
        image: uint8 `[H, W, 3]` BGR or `[H, W, 4]` BGRA.
        size: height and width of the result, pixels.
        rng: the only source of chance.

    Returns:
        uint8 `[size, size, 3]`, BGR.
    """
    turned = tilt(image, rng)
    box = random_box(turned.shape[1], turned.shape[0], rng)
    view, box = shrink(turned, box, rng) if rng.random() < 0.35 else (turned, box)
    seen = relight(np.ascontiguousarray(view[..., :3]), rng)
    out = crop(seen, box, (size, size), _mask(view, box, rng))
    return cover(out, rng) if rng.random() < 0.35 else out


def tilt(image: Image, rng: np.random.Generator) -> Image:
    """Turn by any angle (a third of the time by little), tilt in perspective, zoom 0.75 to 1.3."""
    height, width = image.shape[:2]
    angle = rng.uniform(-np.pi, np.pi) if rng.random() < 0.67 else rng.normal(0, 0.15)
    zoom = np.exp(rng.uniform(np.log(0.75), np.log(1.3)))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) * zoom
    side = np.abs(turn) @ (width, height) if rng.random() < 0.5 else np.array((width, height))
    side = np.minimum(side, 1.2 * max(width, height))
    target = corners @ turn.T + side / 2 + rng.normal(0, 0.05, (4, 2)) * min(width, height)
    matrix = cv2.getPerspectiveTransform(
        (corners + np.array((width / 2, height / 2))).astype(np.float32), target.astype(np.float32)
    )
    flat = image.shape[2] == 4 or rng.random() < 0.5
    border = cv2.BORDER_CONSTANT if flat else cv2.BORDER_REFLECT_101
    fill = (*rng.integers(0, 256, 3).tolist(), 0)
    out = cv2.warpPerspective(
        image, matrix, (int(side[0]), int(side[1])), borderMode=border, borderValue=fill
    )
    return np.asarray(out, np.uint8)


def random_box(width: int, height: int, rng: np.random.Generator) -> Box:
    """A box of 40 to 100 % of the picture's area, 1:2 to 2:1 against it, anywhere inside."""
    area, aspect = rng.uniform(0.4, 1.0), np.exp(rng.uniform(-0.4, 0.4))
    w = min(1.0, np.sqrt(area * aspect)) * width
    h = min(1.0, np.sqrt(area / aspect)) * height
    x, y = rng.uniform(0, width - w), rng.uniform(0, height - h)
    return float(x), float(y), float(x + w), float(y + h)


def shrink(image: Image, box: Box, rng: np.random.Generator) -> tuple[Image, Box]:
    """The same view from further away: the box's longer side becomes 48 to 200 pixels."""
    scale = rng.uniform(48, 200) / max(box[2] - box[0], box[3] - box[1])
    if scale >= 1:
        return image, box
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x1, y1, x2, y2 = (float(v) * scale for v in box)
    return np.asarray(small, np.uint8), (x1, y1, min(x2, small.shape[1]), min(y2, small.shape[0]))


def cover(image: Image, rng: np.random.Generator) -> Image:
    """Hide up to a quarter under a turned rectangle: flat colour, or another piece of the same image."""
    size = image.shape[0]
    sides = rng.uniform(0.1, 0.5, 2) * size
    centre = rng.uniform(0, size, 2)
    points = cv2.boxPoints((centre.tolist(), sides.tolist(), float(rng.uniform(0, 180))))
    mask = cv2.fillConvexPoly(np.zeros((size, size), np.uint8), points.astype(np.int32), 255) > 0
    flat = np.broadcast_to(rng.integers(0, 256, 3).astype(np.uint8), image.shape)
    patch = flat if rng.random() < 0.7 else np.roll(image, rng.integers(size // 4, size, 2), (0, 1))
    return np.where(mask[..., None], patch, image).astype(np.uint8)


def _mask(view: Image, box: Box, rng: np.random.Generator) -> Image | None:
    """The item's alpha inside the box, or now and then an ellipse or a polygon, or none."""
    x1, y1, x2, y2 = int(box[0]), int(box[1]), int(np.ceil(box[2])), int(np.ceil(box[3]))
    if view.shape[2] == 4:
        return np.ascontiguousarray(view[y1:y2, x1:x2, 3])
    if rng.random() < 0.6:
        return None
    mask = np.zeros((64, 64), np.uint8)
    if rng.random() < 0.5:
        axes = rng.uniform(24, 34, 2)
        shape = ((32.0, 32.0), (2 * axes).tolist(), float(rng.uniform(0, 180)))
        return np.asarray(cv2.ellipse(mask, shape, 255, -1), np.uint8)
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(5, 12)))
    points = 32 + np.stack([np.cos(angles), np.sin(angles)], 1) * rng.uniform(28, 44)
    hull = cv2.convexHull(points.astype(np.int32))
    return np.asarray(cv2.fillConvexPoly(mask, hull, 255), np.uint8)
