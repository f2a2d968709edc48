"""Shrink: in memory that is used again, the same pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.localise.shrink import Shrinker


@pytest.mark.parametrize("size", [(720, 1280), (1080, 1920), (480, 640), (240, 320), (241, 427), (120, 160)])
def test_halves_and_then_to_size(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    shrinker = Shrinker((*size, 3), 320)
    for _ in range(2):
        image = rng.integers(0, 255, (*size, 3), np.uint8)
        small = image
        while small.shape[1] >= 640:
            half = (small.shape[1] // 2, small.shape[0] // 2)
            small = cv2.resize(small, half, interpolation=cv2.INTER_AREA)
        height = round(size[0] * 320 / size[1])
        expected = cv2.resize(small, (320, height), interpolation=cv2.INTER_AREA)
        assert shrinker.size == (height, 320)
        assert np.array_equal(shrinker.shrink(image), expected)
