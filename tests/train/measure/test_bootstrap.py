from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from train.measure.bootstrap import estimate, resample
from train.measure.tally import Shares

CLASSES, QUERIES, DRAWS, TRUTH = 12, 10, 5, 0.7


def shop(seed: int) -> Shares:
    """Classes of their own difficulty, drawn about `TRUTH`; their photos are nearly the same in each draw."""
    rng = np.random.default_rng(seed)
    ease = rng.beta(3.5, 1.5, CLASSES)
    photos = rng.random((CLASSES, QUERIES)) < ease[:, None]
    flipped = rng.random((DRAWS, CLASSES, QUERIES)) < 0.03
    right = (photos[None] ^ flipped).sum(2)
    return Shares(right.astype(float), np.full((DRAWS, CLASSES), float(QUERIES)))


def test_the_interval_covers_what_other_products_would_give() -> None:
    """About 95 times of 100; Student's over the draws alone far less often, which is why it is not used."""
    truth = TRUTH * 0.97 + (1 - TRUTH) * 0.03
    ours, students = [], []
    for seed in range(150):
        found = estimate(shop(seed), resample(np.arange(CLASSES), CLASSES, DRAWS, seed))
        ours.append(found.low <= truth <= found.high)
        wide = student.ppf(0.975, DRAWS - 1) * np.std(found.draws, ddof=1) / DRAWS**0.5
        students.append(abs(found.value - truth) <= wide)
    assert 0.9 <= np.mean(ours) <= 0.99
    assert np.mean(students) < 0.5


def test_equal_seeds_give_equal_intervals_about_the_mean() -> None:
    weights = resample(np.arange(CLASSES), CLASSES, DRAWS)
    first, second = (estimate(shop(0), weights) for _ in range(2))
    assert (first.low, first.high) == (second.low, second.high)
    assert first.low < first.value < first.high
    assert first.value == pytest.approx(np.mean(first.draws))


def test_paired_differences_are_narrower_than_their_parts() -> None:
    tally, weights = shop(1), resample(np.arange(CLASSES), CLASSES, DRAWS)
    worse = Shares(tally.right - 1, tally.asked)
    apart = estimate(tally, weights).minus(estimate(worse, weights), CLASSES)
    assert (apart.value, apart.low, apart.high) == pytest.approx((0.1, 0.1, 0.1))


def test_draws_are_resampled_too() -> None:
    tally = Shares(np.array([[2.0] * 4, [8.0] * 4]), np.full((2, 4), 10.0))
    found = estimate(tally, resample(np.arange(4), 4, 2))
    assert (found.low, found.value, found.high) == pytest.approx((0.2, 0.5, 0.8))
    assert found.draws == (0.2, 0.8)


def test_classes_that_take_no_part_are_never_drawn() -> None:
    weights = resample(np.array([0, 2]), 3, 1)
    assert not weights.classes[:, 1].any()
    assert (weights.classes.sum(1) == 2).all()


def test_few_classes_widen_the_interval_to_all_that_was_seen() -> None:
    tally = Shares(np.array([[0.0, 10.0]]), np.array([[10.0, 10.0]]))
    found = estimate(tally, resample(np.arange(2), 2, 1))
    assert (found.low, found.value, found.high) == (0, 0.5, 1)


def test_no_figure_no_interval() -> None:
    found = estimate(Shares(np.zeros((1, 2)), np.zeros((1, 2))), resample(np.arange(2), 2, 1))
    assert np.isnan([found.value, found.low, found.high]).all()
