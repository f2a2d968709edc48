from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsClassifier

from train.metrics import distances, nearest_class, nearest_enrolled, shots, top1, unknown


def sphere(count: int, seed: int, dimension: int = 8) -> np.ndarray:
    points = np.random.default_rng(seed).standard_normal((count, dimension))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def test_shots_are_so_many_of_each_and_repeatable() -> None:
    labels = np.repeat(np.arange(4), 9)
    chosen = shots(labels, 7, 3)
    assert np.bincount(labels[chosen]).tolist() == [7] * 4
    assert np.array_equal(chosen, shots(labels, 7, 3))
    assert not np.array_equal(chosen, shots(labels, 7, 4))


def test_the_vote_is_that_of_scikit_learn() -> None:
    gallery, queries, labels = sphere(70, 0), sphere(40, 1), np.arange(70) % 5
    oracle = KNeighborsClassifier(7, weights="distance").fit(gallery, labels)
    assert np.array_equal(nearest_class(distances(queries, gallery), labels), oracle.predict(queries))


def test_distances_by_hand() -> None:
    axes = np.eye(2, dtype=np.float32)
    assert distances(axes, axes) == pytest.approx(np.array([[0, 2**0.5], [2**0.5, 0]]))


def test_top1_counts_only_what_is_not_enrolled() -> None:
    vectors = np.eye(2, dtype=np.float32)[[0, 1, 0, 0]]
    labels, enrolled = np.array([0, 1, 0, 1]), np.array([True, True, False, False])
    assert top1(vectors, labels, enrolled) == 0.5


def test_unknown_is_the_area_of_scikit_learn() -> None:
    vectors, labels = sphere(120, 2), np.arange(120) % 6
    enrolled, known = shots(labels, 7, 0), np.array([0, 1, 2])
    area, accepted = unknown(vectors, labels, enrolled, known)
    gallery = vectors[enrolled & np.isin(labels, known)]
    apart = distances(vectors[~enrolled], gallery).min(1)
    assert area == pytest.approx(roc_auc_score(~np.isin(labels[~enrolled], known), apart))
    assert 0 <= accepted <= 1


def test_unknown_products_far_away_are_all_told() -> None:
    vectors = np.eye(2, dtype=np.float32)[[0, 0, 0, 1, 1, 1]]
    labels = np.array([0, 0, 0, 1, 1, 1])
    enrolled = np.array([True, False, False, True, False, False])
    assert unknown(vectors, labels, enrolled, np.array([0])) == (1.0, 0.0)


def test_nearest_enrolled_by_hand() -> None:
    """Classes 0 and 1 on two axes, 0 enrolled alone: the query of 1 is unknown, at a right angle."""
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    labels = np.array([0, 0, 1, 1])
    inside, outside = nearest_enrolled(vectors, labels, np.array([True, False, True, False]), np.array([0]))
    assert np.allclose(inside, [0])
    assert np.allclose(outside, [2**0.5])
