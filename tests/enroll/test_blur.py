from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.photo.blur import blur

ALL = np.ones((96, 96), bool)


def print_of_a_pack(seed: int = 0) -> np.ndarray:
    """Even patches with sharp edges."""
    patches = np.random.default_rng(seed).integers(0, 256, (8, 8), dtype=np.uint8)
    return cv2.resize(patches, (96, 96), interpolation=cv2.INTER_NEAREST)


def test_each_gaussian_makes_it_more_blurred() -> None:
    values = [blur(cv2.GaussianBlur(print_of_a_pack(), (0, 0), sigma), ALL) for sigma in (0.3, 1, 2, 4)]
    assert values == sorted(values)
    assert values[0] < 0.2
    assert values[-1] > 0.6


@pytest.mark.parametrize("axis", [0, 1])
def test_motion_along_either_axis_is_seen_though_the_other_stays_sharp(axis: int) -> None:
    kernel = np.ones((1, 15) if axis else (15, 1), np.float32) / 15
    assert blur(cv2.filter2D(print_of_a_pack(), -1, kernel), ALL) > blur(print_of_a_pack(), ALL) + 0.3


def test_only_the_pixels_that_count_are_looked_at() -> None:
    picture = print_of_a_pack()
    picture[:, 48:] = cv2.GaussianBlur(picture, (0, 0), 4)[:, 48:]
    left = ALL.copy()
    left[:, 44:] = False
    assert blur(picture, left) == pytest.approx(blur(print_of_a_pack(), left), abs=0.02)
    assert blur(picture, ~left) > 0.5


def test_one_grey_is_as_blurred_as_can_be() -> None:
    assert blur(np.full((96, 96), 90, np.uint8), ALL) == 1.0
