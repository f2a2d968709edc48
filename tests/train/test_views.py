from __future__ import annotations

import numpy as np

from edge.crop import GREY
from train.data import Photos
from train.views import hard, whole


def test_a_whole_photo_keeps_its_shape_on_grey() -> None:
    out = whole(np.full((10, 20, 3), 250, np.uint8), 32)
    assert (out[0] == GREY).all()
    assert (out[16] == 250).all()


def test_alpha_is_the_mask() -> None:
    image = np.full((32, 32, 4), 250, np.uint8)
    image[:, :16, 3] = 0
    out = whole(image, 32)
    assert (out[:, :15] == GREY).all()
    assert (out[:, 17:] == 250).all()


def test_hard_views_are_repeatable_and_differ(toy: Photos) -> None:
    first, again = hard(3), hard(3)
    views = [first(toy.images[0], 32), first(toy.images[0], 32)]
    assert np.array_equal(views[0], again(toy.images[0], 32))
    assert not np.array_equal(views[0], views[1])
