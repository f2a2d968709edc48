from __future__ import annotations

import numpy as np
import pytest

from gallery.skus import Skus

SKUS = Skus(np.array([3, 5, 9]), ["a", "b", "a"])


def test_a_view_is_of_its_product() -> None:
    assert [SKUS[view_id] for view_id in (3, 5, 9)] == ["a", "b", "a"]
    assert SKUS.of(np.array([9, 5, 4])) == {"a", "b"}
    assert len(SKUS) == 3


@pytest.mark.parametrize("view_id", [0, 4, 10])
def test_a_view_that_there_is_not(view_id: int) -> None:
    with pytest.raises(KeyError):
        SKUS[view_id]


def test_a_change_leaves_the_older_ones_as_they_were() -> None:
    after = SKUS.changed(np.array([12, 13]), ["c", "b"], np.array([5]))
    assert (after.view_ids.tolist(), list(after.names)) == ([3, 9, 12, 13], ["a", "a", "c", "b"])
    assert after[13] == "b"
    assert SKUS[5] == "b"
    assert len(Skus(np.empty(0, np.int64), []).changed(np.array([1]), ["x"], np.array([7]))) == 1
