from __future__ import annotations

import itertools

import numpy as np
import pytest
from clusters import clusters

from train.measure import class_distance as module
from train.measure.class_distance import class_distances, reading_order


def test_means_are_those_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4)
    vectors, labels = clusters(3, 4, 0.3)
    apart = class_distances(vectors, labels, 3)
    for a, b in itertools.product(range(3), repeat=2):
        pairs = [(i, j) for i in np.flatnonzero(labels == a) for j in np.flatnonzero(labels == b) if i != j]
        expected = np.mean([np.linalg.norm(vectors[i] - vectors[j]) for i, j in pairs])
        assert apart[a, b] == pytest.approx(expected, abs=1e-5)


def test_a_class_of_one_photo_has_no_spread() -> None:
    assert np.isnan(class_distances(np.eye(2, dtype=np.float32), np.arange(2), 2)[0, 0])


def test_like_classes_stand_side_by_side() -> None:
    place = np.array([0.0, 5.0, 0.1, 5.1])
    order = reading_order(np.abs(place[:, None] - place)).tolist()
    assert abs(order.index(0) - order.index(2)) == 1
    assert abs(order.index(1) - order.index(3)) == 1
    assert reading_order(np.zeros((2, 2))).tolist() == [0, 1]
