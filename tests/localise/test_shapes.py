"""Shapes: labelling only where there is anything changes neither the parts nor their order."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.localise.shapes import _close, _components, framed


def plain_components(mask: np.ndarray) -> list[tuple[int, int, int]]:
    """Left, top and area of each part, in the order in which OpenCV numbers them on the whole picture."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(row[0]), int(row[1]), int(row[4])) for row in stats[1:]]


def blobs(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mask = np.zeros(rng.integers(40, 240, 2), np.uint8)
    for _ in range(int(rng.integers(0, 12))):
        y, x = (int(rng.integers(0, side)) for side in mask.shape)
        cv2.circle(mask, (x, y), int(rng.integers(5, 20)), 255, -1)
    return mask


@pytest.mark.parametrize("seed", range(40))
def test_the_same_parts_in_the_same_order(seed: int) -> None:
    mask = blobs(seed)
    found = [(x, y, int(np.count_nonzero(part))) for x, y, part in _components(mask, 1.0)]
    assert found == [part for part in plain_components(mask) if part in found]
    large = [part for part in plain_components(mask) if part[2] >= 100]
    assert [part for part in found if part[2] >= 100] == large


@pytest.mark.parametrize("seed", range(20))
def test_closing_a_part_is_closing_the_whole(seed: int) -> None:
    mask = blobs(seed)
    mask[np.random.default_rng(seed).random(mask.shape) < 0.02] = 255
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    whole = cv2.morphologyEx(np.pad(mask, 4), cv2.MORPH_CLOSE, ellipse)
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))[4:-4, 4:-4]
    assert np.array_equal(_close(mask > 0), whole)


def test_a_frame_of_nothing() -> None:
    mask = np.full((3, 5), 255, np.uint8)
    assert np.array_equal(framed(mask, 2), np.pad(mask, 2))
