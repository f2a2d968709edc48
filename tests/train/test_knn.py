from __future__ import annotations

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from train.knn import Knn, choose_k, rank, ranking_across, top


def cloud(spread: float, per_class: int = 7) -> tuple[np.ndarray, np.ndarray]:
    rng, labels = np.random.default_rng(0), np.repeat(np.arange(6), per_class)
    points = np.eye(6, 8)[labels] + rng.normal(0, spread, (len(labels), 8))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), labels


def test_k_has_the_best_accuracy_of_all_in_cross_validation() -> None:
    vectors, labels = cloud(0.45)
    folds = StratifiedKFold(5, shuffle=True, random_state=3)
    scores = {
        k: cross_val_score(KNeighborsClassifier(k, weights="distance"), vectors, labels, cv=folds).mean()
        for k in range(1, 12)
    }
    chosen = choose_k(vectors, labels, 5, 11, seed=3)
    assert scores[chosen] == max(scores.values())
    assert chosen == min(k for k, score in scores.items() if score == max(scores.values()))
    assert chosen > 1


def test_k_of_few_photos_is_no_more_than_a_fold_leaves() -> None:
    vectors, labels = cloud(0.2, per_class=2)
    assert 1 <= choose_k(vectors[:4], labels[:4], 5, 15) <= 2


def test_the_vote_is_that_of_scikit_learn() -> None:
    vectors, labels = cloud(0.5)
    queries = cloud(0.6)[0][::-1]
    oracle = KNeighborsClassifier(4, weights="distance").fit(vectors, labels).predict(queries)
    assert np.array_equal(Knn(4, vectors, labels).ranking(queries)[:, 0], oracle)


def test_classes_without_a_vote_follow_by_their_nearest_photo() -> None:
    """One neighbour votes for class 1; of the others, class 2 has the nearer photo."""
    votes, apart, labels = np.array([[0.0, 1, 0]]), np.array([[0.9, 0.1, 0.4, 0.8]]), np.array([0, 1, 2, 2])
    assert rank(votes, apart, labels).tolist() == [[1, 2, 0]]


def test_a_photo_does_not_name_itself_across_folds() -> None:
    """Every photo's label is a coin's: itself would name each rightly."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(60, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.arange(60) % 2
    assert top(ranking_across(vectors, labels, 1), labels, 1) < 0.75
    assert top(Knn(1, vectors, labels).ranking(vectors), labels, 1) == 1


def test_top_by_hand() -> None:
    ranking, labels = np.array([[0, 1, 2], [2, 1, 0]]), np.array([0, 1])
    assert top(ranking, labels, 1) == 0.5
    assert top(ranking, labels, 2) == pytest.approx(1)
