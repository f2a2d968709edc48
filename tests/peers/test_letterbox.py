"""The users' letterbox gives our crops to the last pixel, or decisions could not be compared."""

from __future__ import annotations

import numpy as np
import pytest
from peers.letterbox import letterbox

from edge.view_of import item_crop

FRAME = np.random.default_rng(0).integers(0, 256, (180, 320, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    "box",
    [
        (10.0, 20.0, 90.0, 60.0),
        (3.4, 5.6, 50.2, 171.9),
        (-8.0, 30.0, 40.0, 200.0),
        (100.0, 90.0, 317.0, 94.0),
    ],
)
@pytest.mark.parametrize("masked", [True, False])
def test_it_is_our_crop(box: tuple[float, float, float, float], masked: bool) -> None:
    mask = np.random.default_rng(1).integers(0, 2, (23, 31), dtype=np.uint8) * 255 if masked else None
    ours = item_crop(FRAME, box, (96, 96), mask)
    assert np.array_equal(letterbox(FRAME, box, mask, 96), ours)
