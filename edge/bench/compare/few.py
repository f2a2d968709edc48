"""Few: how much slower a handful of samples is than another, where a bootstrap would promise too much."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float64]


def ratio_interval(a: _Array, b: _Array, confidence: float) -> tuple[float, float] | None:
    """Between which factors `b` lies to `a`.

    The interval of the rank test, over all ratios of one of `b` to one of `a` (J. L. Hodges and
    E. L. Lehmann, "Estimates of location based on rank tests", 1963; M. Hollander and D. A. Wolfe,
    "Nonparametric statistical methods", 4.3): exact whatever the distribution, as long as both have its
    shape on a logarithmic scale.

    Args:
        a: above 0.
        b: the same, of any number.
        confidence: 0 to 1.

    Returns:
        Least and greatest factor; none where so few samples cannot show anything at this confidence.
    """
    ratios = np.sort(np.divide.outer(b, a).ravel())
    outside = _outside(len(a), len(b), (1 - confidence) / 2)
    return (float(ratios[outside - 1]), float(ratios[-outside])) if outside else None


@cache
def _outside(a: int, b: int, tail: float) -> int:
    """The most ratios, and one, that may be left out at either end; 0 where not even one may."""
    ways = _ways(a, b)
    below = np.cumsum(np.array([float(way) for way in ways])) / float(sum(ways))
    return int(np.searchsorted(below, tail, side="right"))


def _ways(a: int, b: int) -> list[int]:
    """In how many orders of `a + b` samples 0, 1, 2… pairs are the wrong way round (Mann, Whitney, 1947)."""
    counts = [1] + [0] * (a * b)
    for size in range(1, a + 1):
        for at in range(a * b, b + size - 1, -1):
            counts[at] -= counts[at - b - size]
        for at in range(size, a * b + 1):
            counts[at] += counts[at - size]
    return counts
