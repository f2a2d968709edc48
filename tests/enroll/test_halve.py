"""Large photos made smaller by whole halves, and where the item is in them then."""

from __future__ import annotations

import numpy as np
import pytest

from edge.photo.halve import halved
from edge.photo.item import ItemInPhoto


def item(*box: float) -> ItemInPhoto:
    return ItemInPhoto((box[0], box[1], box[2], box[3]), None, "whole photo")


def test_four_pixels_become_their_mean() -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    image[:2, :2] = [[[0], [40]], [[80], [120]]]
    small, found = halved(image, item(0, 0, 4, 4), 2)
    assert small[:, :, 0].tolist() == [[60, 0], [0, 0]]
    assert found.box == (0, 0, 2, 2)


@pytest.mark.parametrize(("longest", "halvings"), [(127, 0), (128, 1), (255, 1), (256, 2), (20, 0)])
def test_the_item_stays_as_large_as_asked(longest: int, halvings: int) -> None:
    image = np.full((300, 400, 3), 7, np.uint8)
    small, found = halved(image, item(10, 20, 10 + longest, 30), 64)
    assert small.shape[:2] == (300 >> halvings, 400 >> halvings)
    x1, y1, x2, y2 = found.box
    assert (x2 - x1, y1, y2) == (longest / 2**halvings, 20 / 2**halvings, 30 / 2**halvings)
    assert halvings == 0 or x2 - x1 >= 64


def test_an_odd_last_row_is_left_out_so_that_places_stay_right() -> None:
    image = np.arange(101 * 75, dtype=np.uint8).reshape(75, 101, 1).repeat(3, axis=2)
    small, _ = halved(image, item(0, 0, 101, 75), 50)
    assert small.shape == (37, 50, 3)
    assert abs(int(small[10, 20, 0]) - image[20:22, 40:42, 0].astype(float).mean()) <= 1
