"""Median: NumPy's, to the bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.localise.median import median


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=30))
def test_it_is_the_median(values: list[float]) -> None:
    array = np.array(values, np.float32)
    expected = np.median(array)
    assert median(array).tobytes() == np.float32(expected).tobytes() or expected == 0
