from __future__ import annotations

import numpy as np
import pytest

from train.measure.tally import PairShares, Shares, by_class


def test_shares_weigh_classes_by_their_queries() -> None:
    tally = by_class([np.array([1, 0, 1, 1])], [np.array([0, 0, 0, 1])], 2)
    assert tally.values(np.ones((1, 2)))[0, 0] == 0.75
    assert tally.values(np.array([[1.0, 3.0]]))[0, 0] == pytest.approx((2 + 3) / (3 + 3))
    assert tally.of_classes().values(np.ones((1, 2)))[0, 0] == pytest.approx((2 / 3 + 1) / 2)


def test_a_class_nobody_asked_does_not_count() -> None:
    tally = Shares(np.array([[3.0, 0.0]]), np.array([[4.0, 0.0]]))
    assert tally.of_classes().values(np.ones((1, 2)))[0, 0] == 0.75
    assert np.isnan(tally.values(np.array([[0.0, 1.0]]))[0, 0])


def test_pairs_weigh_as_both_their_classes_do() -> None:
    right, counts = np.array([[[0, 1], [2, 0]]]), np.array([[[0, 4], [4, 0]]])
    tally = PairShares(right, counts)
    assert tally.values(np.array([[1.0, 1.0], [2.0, 3.0]])).tolist() == [[3 / 8], [3 / 8]]
    assert np.isnan(tally.values(np.array([[2.0, 0.0]]))[0, 0])
