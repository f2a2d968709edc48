"""Figures: medians of rounds with their intervals, and quantiles of frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peers.host import Took

_DRAWS = 2_000
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of the rounds, and the interval that holds it in 95 of 100 draws of as many rounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject with so many items in view.

    Attributes:
        rate: items a second.
        ahead: how many times as many items a second ours does; the median of the rounds' ratios.
        p50: frame to decision, milliseconds.
        p99: the same; of fewer than 100 frames it is about the worst.
        frames: how many there were.
    """

    rate: Middle
    ahead: Middle
    p50: float
    p99: float
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
        p99=float(np.quantile(every, 0.99)),
        frames=len(every),
    )


def middle(values: NDArray[np.float64]) -> Middle:
    """The median of values, with a bootstrap interval (Efron 1979) that is the same for the same values."""
    drawn = np.random.default_rng(0).choice(values, (_DRAWS, len(values)))
    low, high = np.percentile(np.median(drawn, axis=1), _INTERVAL)
    return Middle(float(np.median(values)), float(low), float(high))
