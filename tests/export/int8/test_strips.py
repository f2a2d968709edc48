"""Calibration photos as the till cuts them."""

from __future__ import annotations

import numpy as np

from edge.crop import GREY
from export.int8.strips import with_strips


def test_each_second_one_has_grey_beside_it() -> None:
    crops = np.random.default_rng(0).integers(200, 256, (24, 20, 20, 3), dtype=np.uint8)
    seen = with_strips(crops)
    assert seen.shape == crops.shape
    np.testing.assert_array_equal(seen[::2], crops[::2])
    grey = (seen == GREY).all(-1)
    assert all(grey[number].any() for number in range(1, 24, 2))
    upright, lying = grey[1::4], grey[3::4]
    assert all(each[:, 0].all() and not each[:, 10].any() for each in upright)
    assert all(each[0].all() and not each[10].any() for each in lying)


def test_what_was_given_is_left_as_it_is() -> None:
    crops = np.full((2, 8, 8, 3), 7, np.uint8)
    with_strips(crops)
    assert (crops == 7).all()
