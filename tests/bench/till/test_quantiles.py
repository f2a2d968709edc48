"""Quantiles: worked by hand, and none where too few samples are given."""

from __future__ import annotations

import pytest

from edge.bench.till.quantiles import median, quantile, rate


def test_by_hand() -> None:
    samples = [float(k) for k in range(100, 0, -1)]  # 1 to 100
    assert quantile(samples, 0.5) == median(samples) == 50.5  # of an even number, halfway
    assert quantile(samples, 0.9) == 90
    assert quantile(samples, 0.99) == 99


@pytest.mark.parametrize(("share", "least"), [(0.5, 2), (0.9, 10), (0.99, 100), (0.999, 1000)])
def test_a_quantile_takes_so_many_samples(share: float, least: int) -> None:
    assert quantile([1.0] * (least - 1), share) is None
    assert quantile([1.0] * least, share) == 1.0


def test_a_median_takes_one() -> None:
    assert median([]) is None
    assert median([3.0]) == 3.0
    assert median([3.0, 1.0, 2.0]) == 2.0


def test_a_rate_is_of_the_median() -> None:
    assert rate(20, [100.0, 200.0, 900.0]) == 100.0  # 20 in 200 ms
