"""Plain background: tell an item from the even surface it was photographed on.

The border of the photo is fitted by one plane of colour (an even surface under uneven light). Where
that fits, what differs from it in colour, or by far in darkness, is the core of the item; its convex
hull leaves out the soft shadow beside it and keeps the pale side of a carton on white inside it.
"""

from __future__ import annotations

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
    lab = _small_lab(image)
    fitted = _fit_border(lab)
    if fitted is None:
        return None
    off, noise = lab - fitted[0], fitted[1]
    chroma = np.hypot(off[..., 1], off[..., 2])
    faint = np.hypot(off[..., 0], chroma) > max(_FAINT, 4 * noise)
    shaded = np.where(off[..., 0] < 0, _SHADOW, 1.0) * off[..., 0]
    core = _joined(np.hypot(shaded, chroma) > max(_CORE, 5 * noise))
    if core is None:
        return None
    mask = _hull(core) & _filled(core | faint.astype(np.uint8) * np.uint8(255))
    return mask if _credible(mask) else None


def _small_lab(image: NDArray[np.uint8]) -> Floats:
    height, width = image.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (3, 3), 0), cv2.COLOR_BGR2LAB), np.float32)


def _fit_border(lab: Floats) -> tuple[Floats, float] | None:
    """The plane through the border's colours, float32 `[h, w, 3]`, and the noise about it; or None.

    Fitted by least squares to the pixels that the last fit left near it, starting with the median.
    """
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    terms = np.stack([np.ones_like(x), x, y], axis=-1)
    ring = _ring(height, width)
    colours, at = lab[ring], terms[ring]
    off = np.linalg.norm(colours - np.median(colours, axis=0), axis=1)
    near = off <= max(_EVEN, float(np.quantile(off, 0.6)))
    for _ in range(4):
        plane = np.linalg.lstsq(at[near], colours[near], rcond=None)[0]
        off = np.linalg.norm(colours - at @ plane, axis=1)
        near = off <= _EVEN
        if near.mean() < _EVEN_SHARE / 2:
            return None
    if near.mean() < _EVEN_SHARE:
        return None
    return np.asarray(terms @ plane, np.float32), float(np.median(off[near]))


def _ring(height: int, width: int) -> NDArray[np.bool_]:
    thick = max(2, round(_RING * max(height, width)))
    ring = np.ones((height, width), bool)
    ring[thick:-thick, thick:-thick] = False
    return ring


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
