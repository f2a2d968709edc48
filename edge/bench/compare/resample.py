"""Resample: what a median, a quantile or a mean could have been, had the same run been done again.

A circular block bootstrap (D. N. Politis and J. P. Romano, "A circular block-resampling procedure for
stationary data", 1992): neighbouring frames are alike, since the machine's load, its clock and the scene
last, and blocks of neighbours keep that; the plain bootstrap would take them for independent and its
intervals would be too narrow. The blocks are as long as D. N. Politis and H. White propose ("Automatic
block-length selection for the dependent bootstrap", Econometric Reviews 23, 2004; corrected by A. Patton,
D. N. Politis and H. White, 2009). Theirs is for a mean; of a quantile we ask it of whether each sample lies
above the quantile, of which the quantile is, to first order, a mean (R. R. Bahadur, 1966).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Statistic = Literal["p50", "p99", "mean"]
_TAIL = 0.99
_NORMAL = 1.96  # of 95 %, two-sided
_AT_ONCE = 4_000_000  # samples drawn at a time
_Array = NDArray[np.float64]


def statistic(samples: _Array, which: Statistic) -> float:
    """The mean, the median, or the smallest sample that such a share of all do not exceed."""
    if which == "mean":
        return float(samples.mean())
    if which == "p50":
        return float(np.median(samples))
    return float(np.quantile(samples, _TAIL, method="inverted_cdf"))


@dataclass(frozen=True, slots=True)
class Blocks:
    """How samples are drawn.

    Attributes:
        length: neighbours that are drawn together.
        memory: how far neighbours are alike, in samples; blocks cut it off at their ends.
    """

    length: int
    memory: float

    def or_longer(self, other: Blocks) -> Blocks:
        """Blocks that do for both."""
        return Blocks(max(self.length, other.length), max(self.memory, other.memory))

    def stretch(self, count: int) -> float:
        """By how much the spread of the draws is too small.

        Blocks lose a part of the variance, `memory / length`, at their ends (H. R. Künsch, "The jackknife and
        the bootstrap for general stationary observations", 1989), and few blocks know it badly, for which
        Student's quantile stands in place of the normal one, in Cornish and Fisher's series.

        Args:
            count: of samples.
        """
        free = max(count / self.length - 1, 3.0)
        lost = min(self.memory / self.length, 0.5)
        return float((1 + (_NORMAL**2 + 1) / (4 * free)) * np.sqrt((1 + 1 / free) / (1 - lost)))


def blocks(samples: _Array, which: Sequence[Statistic]) -> Blocks:
    """How to draw, so that all these statistics of the samples hold."""
    return reduce(Blocks.or_longer, (_politis_white(_influence(samples, one)) for one in which))


def draws(
    rows: Sequence[tuple[_Array, Statistic]], block: int, count: int, rng: np.random.Generator
) -> list[_Array]:
    """Each row's statistic of resampled samples.

    Args:
        rows: samples, all as long, and the statistic that is wanted of them; rows are drawn together, so that
            what belongs to the same frame stays together.
        block: neighbours that are drawn together.
        count: of draws.
        rng: draws them.

    Returns:
        `count` values of each row.
    """
    drawn = [_of_chosen(samples, which) for samples, which in rows]
    chosen = _chosen(len(rows[0][0]), block, count, rng)
    parts = [[of(places) for of in drawn] for places in chosen]
    return [np.concatenate([part[number] for part in parts]) for number in range(len(rows))]


def _of_chosen(samples: _Array, which: Statistic) -> Callable[[NDArray[np.int32]], _Array]:
    """The statistic of samples at some places of two turns of the circle, over the last axis.

    Quantiles sort ranks: 16 bits wide they take a stable sort a third of the time of the default.
    """
    if which == "mean":
        twice = np.tile(samples, 2)
        return lambda places: np.asarray(twice[places].mean(axis=-1))
    order = np.argsort(samples)
    ranks = np.empty(len(samples), np.int16 if len(samples) < 2**15 else np.int32)
    ranks[order] = np.arange(len(samples))
    ordered = samples[order]
    at = _places(len(samples), which)
    turns = np.tile(ranks, 2)
    return lambda places: ordered[np.sort(turns[places], axis=-1, kind="stable")[..., at]].mean(axis=-1)


def _places(count: int, which: Statistic) -> list[int]:
    """Of sorted samples those that make the statistic: of an even number two are in the middle."""
    if which == "p50":
        return sorted({(count - 1) // 2, count // 2})
    return [int(np.ceil(count * _TAIL - 1e-9)) - 1]


def _chosen(length: int, block: int, count: int, rng: np.random.Generator) -> Iterator[NDArray[np.int32]]:
    """Places of two turns of the circle, `[some, length]` at a time: a block may go on into the second."""
    blocks = -(-length // block)
    step = max(1, _AT_ONCE // length)
    for first in range(0, count, step):
        starts = rng.integers(0, length, (min(step, count - first), blocks, 1))
        whole = np.asarray(starts + np.arange(block), np.int32)
        yield whole.reshape(len(starts), -1)[:, :length]


def _influence(samples: _Array, which: Statistic) -> _Array:
    return samples if which == "mean" else (samples > statistic(samples, which)).astype(np.float64)


def _politis_white(series: _Array) -> Blocks:
    length = len(series)
    correlated = _covariances(series)
    if correlated[0] <= 0:
        return Blocks(1, 0.0)
    few = max(5, int(np.ceil(np.sqrt(np.log10(length)))))
    most = min(int(np.ceil(np.sqrt(length))) + few, length - 1)
    small = np.abs(correlated / correlated[0]) < 2 * np.sqrt(np.log10(length) / length)
    last = next((lag for lag in range(most) if small[lag + 1 : lag + 1 + few].all()), most)
    lags = np.arange(1, min(2 * max(last, 1), most) + 1)
    window = np.minimum(1.0, 2 * (1 - lags / (lags[-1] + 0.0))) if lags[-1] > 1 else np.ones(1)
    slope = 2 * float(np.sum(window * lags * correlated[lags]))
    level = correlated[0] + 2 * float(np.sum(window * correlated[lags]))
    memory = max(slope / level, 0.0) if level > 0 else 0.0
    best = round((1.5 * memory**2 * length) ** (1 / 3))
    return Blocks(max(1, min(best, int(min(3 * np.sqrt(length), length / 3)))), memory)


def _covariances(series: _Array) -> _Array:
    """Of each lag from 0 on, over the whole length."""
    centred = series - series.mean()
    spectrum = np.fft.rfft(centred, 2 * len(series))
    return np.asarray(np.fft.irfft(spectrum * np.conj(spectrum))[: len(series)] / len(series))
