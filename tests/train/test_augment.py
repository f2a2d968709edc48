from __future__ import annotations

import numpy as np
import pytest

from edge.crop import GREY
from train.augment import augment, cover, random_box, shrink, tilt
from train.data import Photos
from train.light import blur, compress, expose, noise


def test_every_view_is_a_crop_of_the_asked_size(toy: Photos) -> None:
    rng = np.random.default_rng(0)
    for i in range(200):
        out = augment(toy.images[i % len(toy)], 32, rng)
        assert out.shape == (32, 32, 3)
        assert out.dtype == np.uint8


def test_the_same_chance_gives_the_same_view(toy: Photos) -> None:
    first, second = (augment(toy.images[0], 32, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, augment(toy.images[0], 32, np.random.default_rng(8)))


def test_tiny_and_narrow_photos_are_no_trouble() -> None:
    rng = np.random.default_rng(0)
    for shape in ((3, 200, 3), (200, 3, 3), (1, 1, 3), (9, 9, 4)):
        for _ in range(50):
            assert augment(np.full(shape, 90, np.uint8), 32, rng).shape == (32, 32, 3)


def test_alpha_cuts_the_item_out() -> None:
    image = np.zeros((64, 64, 4), np.uint8)
    image[..., :3], image[20:44, 20:44, 3] = 255, 255
    views = [augment(image, 32, np.random.default_rng(seed)) for seed in range(40)]
    grey = [float(np.mean(np.all(view == GREY, axis=2))) for view in views]
    assert np.median(grey) > 0.3


def test_boxes_lie_inside() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        x1, y1, x2, y2 = random_box(90, 60, rng)
        assert 0 <= x1 < x2 <= 90.001
        assert 0 <= y1 < y2 <= 60.001


def test_tilt_turns_and_shrink_shrinks(toy: Photos) -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    rng = np.random.default_rng(0)
    assert tilt(image, rng).ndim == 3
    small, box = shrink(image, (0.0, 0.0, 400.0, 300.0), rng)
    assert max(box[2], box[3]) <= 200
    assert small.shape[1] == pytest.approx(box[2], abs=1)


@pytest.mark.parametrize("change", [expose, blur, noise, compress, cover])
def test_light_and_cover_keep_shape_and_type(change: object, toy: Photos) -> None:
    assert callable(change)
    image = toy.images[0][:48, :48].copy()
    kept = image.copy()
    for seed in range(20):
        out = change(image, np.random.default_rng(seed))
        assert out.shape == image.shape
        assert out.dtype == np.uint8
    assert np.array_equal(image, kept)
