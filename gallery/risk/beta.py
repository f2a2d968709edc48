"""Beta: quantiles of the beta distribution, and of Student's t, without scipy.

The regularised incomplete beta function by its continued fraction (Press et al., "Numerical Recipes",
3rd edition, section 6.4, with Lentz's method), its inverse by halving.
"""

from __future__ import annotations

import math
from functools import lru_cache

_STEPS = 60
_TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """Chance that a beta(a, b) number is at most x; a and b above 0. Within 1e-10."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def beta_quantile(chance: float, a: float, b: float) -> float:
    """The x that a beta(a, b) number does not exceed with this chance, 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_cdf(middle, a, b) < chance else (low, middle)
    return (low + high) / 2


@lru_cache(maxsize=256)
def t_quantile(chance: float, degrees: float) -> float:
    """The upper quantile of Student's t, for a chance above a half."""
    x = beta_quantile(2 * chance - 1, 0.5, degrees / 2)
    return math.sqrt(degrees * x / (1 - x))


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
