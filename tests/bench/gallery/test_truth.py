"""Exact neighbours, and the share of them that is found."""

from __future__ import annotations

import numpy as np
import pytest

from edge.bench.gallery import truth
from edge.bench.gallery.truth import farthest_allowed, recall

RIGHT = np.float32(np.sqrt(0.5))
VECTORS = np.array([[1, 0], [RIGHT, RIGHT], [0, 1], [-1, 0], [RIGHT, -RIGHT]], np.float32)
QUERY = np.array([[1, 0]], np.float32)


def test_the_kth_distance_by_hand() -> None:
    assert farthest_allowed(VECTORS, QUERY, 1)[0] == pytest.approx(0, abs=1e-6)
    assert farthest_allowed(VECTORS, QUERY, 3)[0] == pytest.approx(2 - np.sqrt(2), abs=1e-6)
    assert farthest_allowed(VECTORS, QUERY, 4)[0] == pytest.approx(2, abs=1e-6)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((100, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    whole = farthest_allowed(vectors, vectors[:9], 7)
    monkeypatch.setattr(truth, "_AT_ONCE", 3)
    assert farthest_allowed(vectors, vectors[:9], 7) == pytest.approx(whole)


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([0, 1, 4], 1.0),
        ([0, 4, 1], 1.0),  # in any order
        ([0, 1, 3], 2 / 3),
        ([0, 1, -1], 2 / 3),  # one is missing
        ([0, 0, 1], 2 / 3),  # one twice
        ([3, 2, -1], 0.0),
    ],
)
def test_recall_by_hand(rows: list[int], share: float) -> None:
    limit = farthest_allowed(VECTORS, QUERY, 3)
    assert recall(VECTORS, QUERY, np.array([rows]), limit) == pytest.approx(share)


def test_either_of_two_views_at_the_same_distance_counts() -> None:
    limit = farthest_allowed(VECTORS, QUERY, 2)
    assert recall(VECTORS, QUERY, np.array([[0, 1]]), limit) == 1
    assert recall(VECTORS, QUERY, np.array([[0, 4]]), limit) == 1
