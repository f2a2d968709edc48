"""Plain background: tell an item from the even surface it was photographed on.

The border of the photo is fitted by one plane of colour (an even surface under uneven light). Where
that fits, what differs from it in colour, or by far in darkness, is the core of the item; its convex
hull leaves out the soft shadow beside it and keeps the pale side of a carton on white inside it.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 320  # longest side the work is done at, pixels
_RING = 0.02  # width of the border that is looked at, share of the longest side
_EVEN = 6.0  # CIELAB units a border pixel may lie off the fitted plane
_EVEN_SHARE = 0.75  # share of the border that must lie that near
_FAINT, _CORE = 3.0, 9.0  # CIELAB units off the plane; raised where the surface is noisy
_SHADOW = 0.3  # weight of darkness that changes no colour: a soft shadow is no item
_JOIN = 0.03  # gap between two parts of one item, share of the longest side
_SPECK = 0.03  # parts smaller than this share of the largest are dirt or a time stamp
_LEAST, _MOST = 0.03, 0.95  # share of the photo that the item may cover
_SOLID = 0.3  # share of its convex hull that the item must fill

Floats = NDArray[np.float32]
Mask = NDArray[np.uint8]


def item_mask(image: NDArray[np.uint8]) -> Mask | None:
    """The mask of what lies on a plain background, or None where the background is not plain.

    Args:
        image: uint8 `[H, W, 3]`, BGR.

    Returns:
        uint8 `[h, w]`, 0 or 255, of the whole image at a resolution of at most 320 pixels a side.
    """
    small = _small(image)
    fitted = _fit_border(small)
    if fitted is None:
        return None
    off, noise = _lab(small) - fitted[0], fitted[1]
    chroma = np.hypot(off[..., 1], off[..., 2])
    faint = np.hypot(off[..., 0], chroma) > max(_FAINT, 4 * noise)
    shaded = np.where(off[..., 0] < 0, _SHADOW, 1.0) * off[..., 0]
    core = _joined(np.hypot(shaded, chroma) > max(_CORE, 5 * noise))
    if core is None:
        return None
    mask = _hull(core) & _filled(core | faint.astype(np.uint8) * np.uint8(255))
    return mask if _credible(mask) else None


def _small(image: NDArray[np.uint8]) -> Floats:
    height, width = image.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_LINEAR if scale > 0.5 else cv2.INTER_AREA  # the first is quick, and sees every pixel
    small = np.divide(cv2.resize(image, size, interpolation=way), np.float32(255), dtype=np.float32)
    return np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.float32)


def _lab(bgr: Floats) -> Floats:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2LAB), np.float32)


def _fit_border(small: Floats) -> tuple[Floats, float] | None:
    """The plane through the border's colours, float32 `[h, w, 3]`, and the noise about it; or None.

    Fitted by least squares to the pixels that the last fit left near it, starting with the median. Only
    the border's colours are looked at, so that a photo of anything else costs little.
    """
    height, width = small.shape[:2]
    ring, at = _ring(height, width)
    colours = _lab(small.reshape(1, -1, 3)[:, ring])[0]
    off = _length(colours - np.median(colours, axis=0))
    near = off <= max(_EVEN, float(np.quantile(off, 0.6)))
    for _ in range(4):
        plane = _least_squares(at[near], colours[near])
        off = _length(colours - at @ plane)
        near = off <= _EVEN
        if near.mean() < _EVEN_SHARE / 2:
            return None
    if near.mean() < _EVEN_SHARE:
        return None
    y, x = np.linspace(-1, 1, height), np.linspace(-1, 1, width)
    fitted = plane[0] + x[:, None] * plane[1] + y[:, None, None] * plane[2]
    return np.asarray(fitted, np.float32), float(np.median(off[near]))


def _least_squares(at: Floats, colours: Floats) -> Floats:
    """The plane `[3, 3]` nearest to the colours `[N, 3]` at some places `[N, 3]`, by its normal equations."""
    places = at.astype(np.float64)
    found = np.linalg.lstsq(places.T @ places, places.T @ colours, rcond=None)[0]
    return np.asarray(found, np.float32)


def _length(rows: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("nc,nc->n", rows, rows)), np.float32)


@lru_cache(maxsize=8)
def _ring(height: int, width: int) -> tuple[NDArray[np.int64], Floats]:
    """The border's pixels, int64 `[N]` in a flat picture, and 1, x, y of each, float32 `[N, 3]`."""
    thick = max(2, round(_RING * max(height, width)))
    ring = np.ones((height, width), bool)
    ring[thick:-thick, thick:-thick] = False
    rows, columns = np.nonzero(ring)
    x, y = np.linspace(-1, 1, width)[columns], np.linspace(-1, 1, height)[rows]
    return np.flatnonzero(ring), np.stack([np.ones_like(x), x, y], axis=1).astype(np.float32)


def _joined(core: NDArray[np.bool_]) -> Mask | None:
    """Close the gaps inside an item and drop the specks beside it; None where nothing is left."""
    size = 2 * round(_JOIN * max(core.shape) / 2) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    padded = np.pad(core.astype(np.uint8) * 255, size)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc)[size:-size, size:-size]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(closed), connectivity=8)
    if count < 2:
        return None
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return np.asarray((areas >= _SPECK * areas.max())[labels] & (labels > 0), np.uint8) * 255


def _hull(mask: Mask) -> Mask:
    points = cv2.convexHull(np.ascontiguousarray(cv2.findNonZero(mask)))
    return np.asarray(cv2.fillConvexPoly(np.zeros_like(mask), points, 255), np.uint8)


def _filled(mask: Mask) -> Mask:
    """The mask with its holes closed: what the outside cannot reach."""
    outside = np.pad(mask, 1)
    cv2.floodFill(outside, None, (0, 0), 255)
    return np.asarray(mask | ~outside[1:-1, 1:-1], np.uint8)


def _credible(mask: Mask) -> bool:
    """Whether a mask looks like one item: neither a speck, nor the whole photo, nor a scatter of bits."""
    _, _, width, height = cv2.boundingRect(mask)
    share = width * height / mask.size
    solid = np.count_nonzero(mask) / np.count_nonzero(_hull(mask))
    return bool(_LEAST <= share <= _MOST and solid >= _SOLID)
