"""Figures: medians of rounds with their intervals, and quantiles of frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb

import numpy as np
from numpy.typing import NDArray

from peers.host import Took

TAIL = 100
"""Of fewer frames than this the 99th percentile is the worst of them, and is not told."""

FEWEST = 6
"""Rounds with an interval of 95 %: even the least and the greatest of five hold the median in 94 of 100."""

_OUTSIDE = 0.025  # at either end of an interval of 95 %


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of the rounds and its interval of 95 %; fewer than `FEWEST` have none."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject with so many items in view.

    Attributes:
        rate: items a second.
        ahead: how many times as many items a second ours does; the median of the rounds' ratios.
        p50: frame to decision, milliseconds.
        p99: the same; none of fewer than `TAIL` frames.
        frames: how many there were.
    """

    rate: Middle
    ahead: Middle
    p50: float
    p99: float | None
    frames: int


def figures(rounds: Sequence[Took], ours: Sequence[Took], items: int) -> Figures:
    """The figures of a subject beside ours.

    Args:
        rounds: what each round took.
        ours: the same rounds of ours.
        items: in view.
    """
    mine, theirs = (np.array([np.mean(took[items]) for took in run]) for run in (ours, rounds))
    every = np.concatenate([took[items] for took in rounds]) * 1e3
    return Figures(
        rate=middle(items / theirs),
        ahead=middle(theirs / mine),
        p50=float(np.median(every)),
        p99=float(np.quantile(every, 0.99)) if len(every) >= TAIL else None,
        frames=len(every),
    )


def middle(values: NDArray[np.float64]) -> Middle:
    """The median of rounds with the interval of the sign test, which holds whatever the distribution.

    It reaches from the k-th least to the k-th greatest (W. J. Conover, "Practical Nonparametric Statistics",
    3.2).
    """
    ends = _left_out(len(values))
    ranked = np.sort(values)
    low, high = (float(ranked[ends - 1]), float(ranked[-ends])) if ends else (None, None)
    return Middle(float(np.median(values)), low, high)


def _left_out(rounds: int) -> int:
    """The k of the interval; 0 where there is none."""
    below = accumulate(comb(rounds, heads) / 2**rounds for heads in range(rounds + 1))
    return sum(chance <= _OUTSIDE for chance in below)
