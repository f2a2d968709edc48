"""Bootstrap: how far a figure can be trusted, from resampling the classes and the draws.

The draws share their photos, and the photos of a class stand or fall together. A Student interval over
the draws alone would only say how much the choice of the enrolled photos matters, and be far too narrow
for the question that is asked: what would other products give? So the classes are resampled, each with
all its queries, and the draws beside them (A. B. Owen, "The pigeonhole bootstrap", 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from train.measure.tally import Tally

Reals = NDArray[np.float64]
REPLICATES = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Weights:
    """How often each class and each draw was taken; equal for two models that are compared.

    Attributes:
        classes: float64 `[B, C]`, zero for classes that take no part.
        draws: float64 `[B, S]`.
        taking_part: number of classes that may be taken.
    """

    classes: Reals
    draws: Reals
    taking_part: int


@dataclass(frozen=True)
class Estimate:
    """A figure and its interval.

    Attributes:
        value: mean over the draws.
        low, high: ends of the 95 % interval.
        draws: the figure in each draw.
        replicates: float64 `[B]`, the figure in each resample.
    """

    value: float
    low: float
    high: float
    draws: tuple[float, ...]
    replicates: Reals

    def minus(self, other: Estimate, taking_part: int) -> Estimate:
        """The paired difference: both figures come from the same photos, draws and resamples."""
        apart = self.replicates - other.replicates
        low, high = _interval(apart, taking_part)
        draws = tuple(mine - theirs for mine, theirs in zip(self.draws, other.draws, strict=True))
        return Estimate(self.value - other.value, low, high, draws, apart)


def resample(taking_part: NDArray[np.int64], classes: int, draws: int, seed: int = 0) -> Weights:
    """Weights of `REPLICATES` resamples of the classes `taking_part` (of `classes`) and of the draws."""
    rng = np.random.default_rng(seed)
    count = len(taking_part)
    weights = np.zeros((REPLICATES, classes))
    weights[:, taking_part] = rng.multinomial(count, np.full(count, 1 / count), REPLICATES)
    chosen = rng.multinomial(draws, np.full(draws, 1 / draws), REPLICATES).astype(np.float64)
    return Weights(weights, chosen, count)


def estimate(tally: Tally, weights: Weights) -> Estimate:
    """The figure of a tally with its interval.

    A figure that does not depend on the draws has one column and is resampled by classes alone.
    """
    alone = tally.values((weights.classes.sum(0) > 0).astype(np.float64)[None])
    replicates = _mean(tally.values(weights.classes), weights.draws)
    value = float(_mean(alone, np.ones((1, weights.draws.shape[1])))[0])
    low, high = _interval(replicates, weights.taking_part)
    return Estimate(value, low, high, tuple(alone[0].tolist()), replicates)


def _mean(values: Reals, draws: Reals) -> Reals:
    """Mean over the draws `[B, S]` that have a value, each weighing as often as it was taken."""
    weight = np.where(np.isfinite(values), draws if values.shape == draws.shape else 1.0, 0.0)
    total = weight.sum(1)
    summed = (np.nan_to_num(values) * weight).sum(1)
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)


def _interval(replicates: Reals, clusters: int) -> tuple[float, float]:
    """Expanded percentile interval (T. Hesterberg, "What Teachers Should Know About the Bootstrap", 2015).

    The percentiles are moved outward to make up for few clusters, as Student's t does for a mean.
    """
    there = replicates[np.isfinite(replicates)]
    if not len(there):
        return float("nan"), float("nan")
    t = -float(stdtrit(max(clusters - 1, 1), (1 - LEVEL) / 2))
    tail = NormalDist().cdf(-t * (clusters / max(clusters - 1, 1)) ** 0.5)
    low, high = np.quantile(there, [tail, 1 - tail])
    return float(low), float(high)
