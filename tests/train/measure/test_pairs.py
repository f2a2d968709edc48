from __future__ import annotations

import itertools

import numpy as np
import pytest
from clusters import clusters, photos_of

from gallery.otsu import otsu
from train.measure import Protocol, plan
from train.measure import pairs as module
from train.measure.pairs import pairs


def test_pairs_are_judged_as_one_by_one() -> None:
    vectors, labels = clusters(4, 6, 0.3)
    (draw,) = plan(photos_of(labels), Protocol(3, 1)).draws
    found = pairs(vectors, labels, draw, 4)
    assert found is not None
    inside: dict[bool, list[float]] = {True: [], False: []}
    for a, b in itertools.combinations(draw.enrolled, 2):
        inside[labels[a] == labels[b]].append(float(np.linalg.norm(vectors[a] - vectors[b])))
    cut = otsu(np.array(inside[True]), np.array(inside[False]))
    assert found.threshold == pytest.approx(cut, abs=1e-5)
    right = np.zeros((4, 4), int)
    for a, b in itertools.product(draw.asked, draw.enrolled):
        near = np.linalg.norm(vectors[a] - vectors[b]) <= found.threshold
        right[labels[a], labels[b]] += near == (labels[a] == labels[b])
    assert np.array_equal(found.right, right)
    assert found.counts.tolist() == [[9] * 4] * 4
    assert (len(found.train.same), len(found.train.different)) == (4 * 3, 6 * 9)
    assert (len(found.validation.same), len(found.validation.different)) == (4 * 9, 12 * 9)


def test_one_photo_a_class_makes_no_pair() -> None:
    vectors, labels = clusters(3, 4, 0.1)
    (draw,) = plan(photos_of(labels), Protocol(1, 1)).draws
    assert pairs(vectors, labels, draw, 3) is None


def test_of_many_distances_some_are_kept_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SHOWN", 10)
    vectors, labels = clusters(4, 6, 0.3)
    (draw,) = plan(photos_of(labels), Protocol(3, 1)).draws
    found = pairs(vectors, labels, draw, 4)
    assert found is not None
    assert len(found.train.different) == 10
    assert found.counts.sum() == 12 * 12
