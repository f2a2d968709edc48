from __future__ import annotations

import numpy as np
import pytest

from gallery.index.ids import union


@pytest.mark.parametrize(
    ("one", "other"), [([], []), ([3], []), ([], [2, 1]), ([1, 5, 7], [5, 6]), ([4, 4, 2], [2, 9, 9])]
)
def test_as_numpy_has_it(one: list[int], other: list[int]) -> None:
    a, b = np.array(one, np.int64), np.array(other, np.int64)
    found = union(a, b)
    assert found.dtype == np.int64
    assert found.tolist() == np.union1d(a, b).tolist()
