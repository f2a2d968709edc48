"""Bound: how large a rate may be, given how often it happened in trials of so many things.

What was sampled is things (products), not photos: seven photos of one can are accepted or refused
together. So each thing gives one number between 0 and 1, the share of its photos that went wrong, and
nothing is assumed of how its photos hang together. The bound is that of Hoeffding and Bentkus for the
mean of independent numbers between 0 and 1 (Bates et al., "Distribution-Free, Risk-Controlling Prediction
Sets", 2021, theorem and equation 8; Angelopoulos et al., "Learn then Test", 2021), valid for any n.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_STEPS = 40  # halvings of an interval: 1e-12


def p_value(mean: float, things: int, rate: float) -> float:
    """How surprising a mean this low is if the true rate is `rate` or more: at most this, 0 to 1.

    Args:
        mean: over the things, 0 to 1.
        things: how many, 1 or more.
        rate: above 0 and below 1.
    """
    if mean >= rate:
        return 1.0
    hoeffding = math.exp(-things * _divergence(mean, rate))
    bentkus = math.e * binomial_cdf(math.ceil(things * mean - 1e-9), things, rate)
    return min(hoeffding, bentkus, 1.0)


def upper_bound(mean: float, things: int, doubt: float) -> float:
    """The rate that is exceeded with a chance of at most `doubt`; 1 without things.

    Args:
        mean: over the things, 0 to 1.
        things: how many.
        doubt: 1 less the confidence, above 0 and below 1.
    """
    if things == 0:
        return 1.0
    low, high = mean, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if middle < 1 and p_value(mean, things, middle) <= doubt else (middle, high)
    return high


def least_shown(things: int, doubt: float) -> float:
    """The lowest rate that trials of so many things can show, if nothing goes wrong in any; 1 without."""
    return 1 - doubt ** (1 / things) if things else 1.0


def things_needed(rate: float, doubt: float) -> int:
    """How many things must be tried to show a rate, if nothing goes wrong in any."""
    return math.ceil(math.log(doubt) / math.log1p(-rate) - 1e-9)


def doubt_left(things: int, rate: float) -> float:
    """The doubt that trials of so many things leave about a rate, if nothing goes wrong in any."""
    return (1 - rate) ** things


def binomial_cdf(successes: int, trials: int, rate: float) -> float:
    """Chance of at most so many successes; summed in logarithms, within 1e-10 of the exact value."""
    if successes >= trials:
        return 1.0
    count = np.arange(successes + 1)
    log_factorial = _log_factorials(trials)
    log_ways = log_factorial[trials] - log_factorial[count] - log_factorial[trials - count]
    return float(np.exp(log_ways + count * math.log(rate) + (trials - count) * math.log1p(-rate)).sum())


@lru_cache(maxsize=16)
def _log_factorials(most: int) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1, dtype=np.float64)))])


def _divergence(a: float, b: float) -> float:
    """Kullback-Leibler divergence of two coins, natural logarithm."""
    first = a * math.log(a / b) if a > 0 else 0.0
    return first + ((1 - a) * math.log((1 - a) / (1 - b)) if a < 1 else 0.0)
