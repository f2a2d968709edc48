"""Vectors that lie to one another as the embeddings of photos do."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.bench.gallery.likeness import draw

VIEWS = 14  # ten are enrolled


@pytest.fixture(scope="module")
def views() -> NDArray[np.float32]:
    return np.concatenate(list(draw(174, VIEWS, 256, seed=3)))


def test_the_same_arguments_give_the_same_unit_vectors(views: NDArray[np.float32]) -> None:
    again = np.concatenate(list(draw(174, VIEWS, 256, seed=3)))
    assert views.shape == (174, VIEWS, 256)
    assert views.dtype == np.float32
    assert np.array_equal(views, again)
    assert np.abs(np.linalg.norm(views, axis=2) - 1).max() < 1e-5
    assert not np.array_equal(views, np.concatenate(list(draw(174, VIEWS, 256, seed=4))))


def test_they_come_in_blocks_that_fit_into_memory() -> None:
    assert [len(block) for block in draw(4_500, 1, 16, seed=0)] == [2_000, 2_000, 500]


def test_new_views_lie_as_those_of_real_photos(views: NDArray[np.float32]) -> None:
    """Medians of 174 real products, 10 views each: 0.51 to the own product, 0.76 to the nearest other."""
    enrolled, new = views[:, :10].reshape(-1, 256), views[:, 10:].reshape(-1, 256)
    distances = np.sqrt(np.maximum(2 - 2 * new @ enrolled.T, 0))
    mine = np.repeat(np.arange(174), VIEWS - 10)[:, None] == np.repeat(np.arange(174), 10)
    own, other = np.where(mine, distances, 9).min(axis=1), np.where(mine, 9, distances).min(axis=1)
    assert np.median(own) == pytest.approx(0.51, abs=0.06)
    assert np.median(other) == pytest.approx(0.76, abs=0.06)
    assert (own < other).mean() == pytest.approx(0.88, abs=0.05)
    assert np.quantile(own, 0.05) < 0.32 < 0.82 < np.quantile(own, 0.95)
