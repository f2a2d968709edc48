from __future__ import annotations

import numpy as np

from edge.crop import GREY
from train.recipes.little import little, none
from train.views import whole


def test_a_crop_is_most_of_the_photo_and_mirrored_half_the_time() -> None:
    ramp = np.broadcast_to(np.arange(200, dtype=np.uint8)[None, :, None], (200, 200, 3)).copy()
    mirrored, spans = 0, []
    for seed in range(60):
        row = little(ramp, 200, np.random.default_rng(seed))[100, :, 0].astype(int)
        mirrored += row[0] > row[-1]
        spans.append(abs(row[-1] - row[0]) / 199)
    assert 18 <= mirrored <= 42
    assert 0.7**0.5 - 0.02 < min(spans) < 0.88
    assert 0.95 < max(spans) <= 1


def test_the_seed_decides_and_the_mask_is_kept() -> None:
    image = np.full((40, 60, 4), 250, np.uint8)
    image[:, :30, 3] = 0
    crops = [little(image, 32, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(crops[0], crops[1])
    assert not np.array_equal(crops[0], crops[2])
    assert 0.3 < (crops[0][16] == GREY).mean() < 0.7


def test_none_is_the_whole_photo() -> None:
    image = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)
    assert np.array_equal(none(image, 32, np.random.default_rng(1)), whole(image, 32))
