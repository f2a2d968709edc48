"""Resampling: blocks of neighbours, as long as the samples ask for."""

from __future__ import annotations

import numpy as np
import pytest

from edge.bench.compare.resample import Blocks, Statistic, blocks, draws, statistic


def test_statistics_worked_by_hand() -> None:
    samples = np.array([4.0, 1.0, 3.0, 2.0])
    assert statistic(samples, "p50") == 2.5
    assert statistic(samples, "p99") == 4
    assert statistic(samples, "mean") == 2.5


@pytest.mark.parametrize("count", [96, 97])
@pytest.mark.parametrize("which", ["p50", "p99", "mean"])
def test_draws_are_statistics_of_what_was_drawn(which: Statistic, count: int) -> None:
    """The slow way beside: the same places, NumPy's own median and quantile."""
    samples = np.random.default_rng(1).exponential(1, count)
    found = draws([(samples, which)], 5, 40, np.random.default_rng(2))[0]
    starts = np.random.default_rng(2).integers(0, count, (40, 20, 1))
    places = ((starts + np.arange(5)) % count).reshape(40, -1)[:, :count]
    assert found == pytest.approx([statistic(samples[row], which) for row in places])


def test_rows_are_drawn_together() -> None:
    samples = np.random.default_rng(1).exponential(1, 60)
    one, other = draws([(samples, "p50"), (3 * samples, "p50")], 1, 30, np.random.default_rng(2))
    assert other == pytest.approx(3 * one)


def test_blocks_are_longer_where_neighbours_are_alike() -> None:
    alone = [np.random.default_rng(seed).normal(size=2000) for seed in range(9)]
    alike = [np.convolve(series, np.ones(25), "same") for series in alone]
    assert np.median([blocks(series, ["mean"]).length for series in alone]) <= 5
    assert min(blocks(series, ["p50", "p99"]).length for series in alike) >= 15
    assert blocks(np.ones(50), ["mean"]) == Blocks(1, 0.0)


def test_few_blocks_and_short_ones_are_stretched() -> None:
    assert Blocks(1, 0.0).stretch(500) == pytest.approx(1, abs=0.005)
    assert Blocks(20, 0.0).stretch(200) == pytest.approx(2.262 / 1.96 * (10 / 9) ** 0.5, rel=0.02)
    assert Blocks(10, 2.0).stretch(10_000) == pytest.approx(0.8**-0.5, rel=0.005)


def test_the_spread_of_a_mean_of_alike_neighbours_is_not_played_down() -> None:
    """An autoregression of 0.8: its mean varies 3 times as much as independent samples' would."""
    rng = np.random.default_rng(7)
    noise, series = rng.normal(size=3000), np.zeros(3000)
    for at in range(1, 3000):
        series[at] = 0.8 * series[at - 1] + noise[at]
    true = 5.0 / np.sqrt(3000)
    spread = np.std(draws([(series, "mean")], blocks(series, ["mean"]).length, 400, rng)[0])
    assert 0.75 * true < spread < 1.25 * true
