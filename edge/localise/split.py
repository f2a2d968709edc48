"""Split: touching items, told apart by the neck between them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.localise.shapes import framed, hull

Mask = NDArray[np.uint8]

_NECK = 0.55  # widest neck, as a part of the thinner piece
_SOLID = 0.86  # each piece must fill this much of its convex hull
_WHOLE = 0.92  # a shape that fills this much of its convex hull is one item
_LEAST = 0.15  # smallest piece, as a part of the whole


def split(mask: Mask) -> list[Mask]:
    """Cut a mask at its necks where both sides are stout and convex; else leave it whole.

    A bottle's neck is as wide as its cap, and an L has no neck: both stay whole.

    Args:
        mask: uint8 `[h, w]`, 0 or 255, one connected shape.

    Returns:
        One mask an item, of the same size.
    """
    padded = framed(mask, 1)
    if _solidity(padded) > _WHOLE:
        return [mask]
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)
    seeds = _seeds(padded, np.asarray(depth, np.float32))
    if seeds is None:
        return [mask]
    pieces = _grow(padded, seeds)
    if any(_solidity(piece) < _SOLID or _area(piece) < _LEAST * _area(padded) for piece in pieces):
        return [mask]
    return [part for piece in pieces for part in split(np.ascontiguousarray(piece[1:-1, 1:-1]))]


def _seeds(mask: Mask, depth: NDArray[np.float32]) -> NDArray[np.int32] | None:
    """The labelled cores left where the shape first falls apart with a neck thin enough."""
    for radius in np.arange(1.0, _NECK * float(depth.max()), 0.5):
        count, labels = cv2.connectedComponents((depth > radius).astype(np.uint8), connectivity=4)
        deep = [k for k in range(1, count) if float(depth[labels == k].max()) * _NECK > radius]
        if len(deep) >= 2:
            return np.asarray(np.where(np.isin(labels, deep), labels, 0), np.int32)
    return None


def _grow(mask: Mask, seeds: NDArray[np.int32]) -> list[Mask]:
    """Give every pixel of the shape to the nearest core."""
    free = (seeds == 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    owner = np.zeros(int(nearest.max()) + 1, np.int32)
    owner[nearest[seeds > 0]] = seeds[seeds > 0]
    labels = owner[nearest]
    labels[mask == 0] = 0
    return [np.where(labels == k, 255, 0).astype(np.uint8) for k in np.unique(labels) if k]


def _area(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def _solidity(mask: Mask) -> float:
    """Area over the area of the convex hull."""
    return _area(mask) / max(1, _area(hull(mask)))
