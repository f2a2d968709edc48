from __future__ import annotations

import numpy as np
import pytest
from embed.tiny import tiny_card
from hypothesis import given
from hypothesis import strategies as st

from edge.embed.batch import grey, in_runs

CARD = tiny_card(dimension=1, height=4, width=8)


@given(count=st.integers(0, 70), most=st.integers(1, 40))
def test_runs_are_no_larger_than_allowed_and_keep_the_order(count: int, most: int) -> None:
    images = np.zeros((count, 4, 8, 3), np.uint8)
    images[:, 0, 0, 0] = np.arange(count)
    sizes = []

    def run(part: np.ndarray) -> np.ndarray:
        sizes.append(len(part))
        return part[:, 0, 0, :1].astype(np.float32)

    vectors = in_runs(images, CARD, most, run)
    assert (vectors.shape, vectors.dtype) == ((count, 1), np.float32)
    assert vectors[:, 0].tolist() == list(range(count))
    assert sum(sizes) == count
    assert all(0 < size <= most for size in sizes)


@pytest.mark.parametrize("images", [np.zeros((1, 8, 4, 3), np.uint8), np.zeros((1, 4, 8, 3), np.int8)])
def test_other_pictures_are_refused_before_anything_runs(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 \[N, 4, 8, 3\]"):
        in_runs(images, CARD, 32, lambda part: pytest.fail("it ran"))


def test_grey_pictures_fit_the_card() -> None:
    assert grey(CARD).shape == (2, 4, 8, 3)
    assert len(np.unique(grey(CARD, 5))) == 1
