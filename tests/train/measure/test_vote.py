from __future__ import annotations

import numpy as np
from clusters import clusters
from hypothesis import given
from hypothesis import strategies as st

from train.measure.vote import rank_classes
from train.metrics import distances, nearest_class


def slow(apart: np.ndarray, labels: np.ndarray, best: int) -> list[int]:
    """One query, plainly: sum the votes, then put the classes that did not vote by nearest distance."""
    votes: dict[int, float] = {}
    for row in np.argsort(apart, kind="stable")[:7]:
        votes[int(labels[row])] = votes.get(int(labels[row]), 0.0) + 1 / (apart[row] + 1e-6)
    voted = sorted(votes, key=lambda label: -votes[label])
    rest = sorted(set(labels.tolist()) - set(votes), key=lambda label: apart[labels == label].min())
    return (voted + rest + [-1] * best)[:best]


@given(st.integers(0, 1000), st.integers(2, 9))
def test_the_ranking_is_the_plain_one(seed: int, classes: int) -> None:
    vectors, labels = clusters(classes, 5, 0.4, seed)
    queries, _ = clusters(classes, 3, 0.5, seed + 1)
    apart = distances(queries, vectors)
    ranked = rank_classes(apart, labels)
    assert ranked.tolist() == [slow(row, labels, 5) for row in apart]
    assert np.array_equal(ranked[:, 0], nearest_class(apart, labels))


def test_a_class_that_is_not_enrolled_is_never_named() -> None:
    apart = np.array([[0.1, 0.2]], np.float32)
    assert rank_classes(apart, np.array([0, 4])).tolist() == [[0, 4, -1, -1, -1]]
