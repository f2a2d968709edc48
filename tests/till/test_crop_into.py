"""Cropping into memory that was used before gives what cropping into new memory gives."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.crop import GREY, clip, crop


def plain(
    image: np.ndarray, box: tuple[float, ...], size: tuple[int, int], mask: np.ndarray | None
) -> np.ndarray:
    """The crop in plain steps, each in memory of its own."""
    left, top, right, bottom = clip(box, image.shape[1], image.shape[0])
    height, width = size
    scale = min(width / (right - left), height / (bottom - top))
    inner = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image[top:bottom, left:right], inner, interpolation=way)
    if mask is not None:
        small[cv2.resize(mask, inner, interpolation=cv2.INTER_LINEAR) <= 127] = GREY
    out = np.full((height, width, 3), GREY, np.uint8)
    y, x = (height - inner[1]) // 2, (width - inner[0]) // 2
    out[y : y + inner[1], x : x + inner[0]] = small
    return out


@pytest.mark.parametrize("seed", range(60))
def test_into_used_memory(seed: int) -> None:
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (200, 300, 3), np.uint8)
    size = (64, 64) if seed % 2 else (48, 80)
    x, y = rng.uniform(-10, 240), rng.uniform(-10, 140)
    box = (x, y, x + rng.uniform(15, 150), y + rng.uniform(15, 150))
    mask = np.where(rng.random((12, 17)) < 0.6, 255, 0).astype(np.uint8) if seed % 3 else None
    before = None if mask is None else mask.copy()
    room = rng.integers(0, 256, (3, *size, 3), np.uint8)
    made = crop(image, box, size, mask, room[1])
    assert np.shares_memory(made, room)
    expected = plain(image, box, size, mask)
    assert np.array_equal(made, expected)
    assert np.array_equal(crop(image, box, size, mask), expected)
    assert mask is None or np.array_equal(mask, before)
