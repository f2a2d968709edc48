"""Boxes: how two sets of boxes lie to each other. All arrays are float64 `[N, 4]`, x1 y1 x2 y2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]


def areas(boxes: Boxes) -> NDArray[np.float64]:
    """Area of each box, `[N]`; 0 where a box is empty."""
    return np.asarray(np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1), np.float64)


def intersection(one: Boxes, other: Boxes) -> NDArray[np.float64]:
    """Area that box i of `one` shares with box j of `other`, `[N, M]`."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    return np.asarray(np.prod(np.maximum(high - low, 0), axis=2), np.float64)


def iou(one: Boxes, other: Boxes) -> NDArray[np.float64]:
    """Intersection over union, `[N, M]`, 0 to 1."""
    shared = intersection(one, other)
    union = areas(one)[:, None] + areas(other)[None, :] - shared
    return shared / np.maximum(union, 1e-9)


def coverage(one: Boxes, other: Boxes) -> NDArray[np.float64]:
    """The part of box i of `one` that box j of `other` covers, `[N, M]`, 0 to 1."""
    return intersection(one, other) / np.maximum(areas(one), 1e-9)[:, None]


def nearness(one: Boxes, other: Boxes, reach: float) -> NDArray[np.float64]:
    """How near the centres of boxes of like size are, `[N, M]`: 1 is the same centre, 0 is too far.

    Args:
        one: `[N, 4]`.
        other: `[M, 4]`.
        reach: distance at which nearness ends, in square roots of the smaller box's area.
    """
    size = np.sqrt(np.maximum(np.minimum(areas(one)[:, None], areas(other)[None, :]), 1e-9))
    ratio = areas(one)[:, None] / np.maximum(areas(other)[None, :], 1e-9)
    apart = (one[:, None, :2] + one[:, None, 2:] - other[None, :, :2] - other[None, :, 2:]) / 2
    near = 1 - np.linalg.norm(apart, axis=2) / np.maximum(size * reach, 1e-9)
    return np.where((ratio > 0.5) & (ratio < 2), np.clip(near, 0, 1), 0.0)
