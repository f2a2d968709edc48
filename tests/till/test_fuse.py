"""Fusion: one bad frame decides nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.fuse import Fusion, sharpness


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def test_a_blurred_look_is_not_counted() -> None:
    looks = Fusion()
    looks.add(unit(1, 0), 100.0)
    looks.add(unit(0, 1), 10.0)
    assert np.allclose(looks.vector, unit(1, 0))
    assert len(looks) == 1


def test_a_first_blurred_look_is_dropped_when_sharp_ones_come() -> None:
    looks = Fusion()
    looks.add(unit(0, 1), 1.0)
    looks.add(unit(1, 0), 100.0)
    assert np.allclose(looks.vector, unit(1, 0))


def test_by_hand() -> None:
    looks = Fusion()
    looks.add(unit(1, 0), 4.0)
    looks.add(unit(0, 1), 3.0)
    assert np.allclose(looks.vector, [0.8, 0.6])


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0.1, 1), st.floats(0, 1e4)), min_size=1, max_size=8))
def test_the_result_has_unit_length(rows: list[tuple[float, float, float]]) -> None:
    looks = Fusion()
    for x, y, weight in rows:
        looks.add(unit(x, y), weight)
    assert np.linalg.norm(looks.vector) == pytest.approx(1, abs=1e-5)
    assert looks.vector.dtype == np.float32


def test_nothing_added() -> None:
    with pytest.raises(ValueError, match="no look"):
        _ = Fusion().vector


def test_blur_lowers_sharpness() -> None:
    import cv2

    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    assert sharpness(cv2.GaussianBlur(noise, (0, 0), 2)) < 0.1 * sharpness(noise)
