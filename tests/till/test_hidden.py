"""Hidden: counted on the small map exactly as on the map enlarged to the frame."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.crop import clip
from edge.hidden import Hidden

sides = st.integers(1, 90)


@settings(deadline=None)
@given(sides, sides, st.integers(1, 700), st.integers(1, 700), st.integers(0, 2**32 - 1))
def test_it_counts_as_the_enlarged_map(h: int, w: int, height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    small = np.where(rng.random((h, w)) < rng.choice([0, 0.1, 0.9]), 255, 0).astype(np.uint8)
    hidden = Hidden(small, (height, width))
    full = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    assert hidden.pixels() == np.count_nonzero(full)
    for _ in range(5):
        x, y = np.sort(rng.uniform(-20, width + 20, 2)), np.sort(rng.uniform(-20, height + 20, 2))
        box = (float(x[0]), float(y[0]), float(x[1]), float(y[1]))
        x1, y1, x2, y2 = clip(box, width, height)
        inside = full[y1:y2:2, x1:x2:2]
        assert hidden.part(box) == (np.count_nonzero(inside) / inside.size if inside.size else 0.0)


def test_the_sizes_of_cameras() -> None:
    for height, width in ((720, 1280), (1080, 1920), (480, 640), (1944, 2592), (240, 426)):
        rows = round(height * 320 / width)
        small = np.zeros((rows, 320), np.uint8)
        small[rows // 3 :, 100:150] = 255
        full = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
        assert Hidden(small, (height, width)).pixels() == np.count_nonzero(full)
