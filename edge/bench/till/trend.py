"""Trend: does a series rise, by how much, and how sure is that? Robust, and without a distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Z = 1.96
"""Of a 95 % interval."""

FEWEST = 8
"""Values that a trend takes."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How far a series rises over its whole length, in its own unit; negative where it falls.

    Each value stands for a stretch of its own, so that `V` values are `V` steps long.

    Attributes:
        rise: Theil and Sen's estimate.
        low: lower end of its 95 % interval.
        high: upper end.
    """

    rise: float
    low: float
    high: float


def trend(values: Sequence[float] | NDArray[np.float64]) -> Trend:
    """The trend of values that were taken at even distances.

    The median of the slopes of all pairs, and the interval that goes with Kendall's test: P. K. Sen,
    Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968). A few outliers move
    neither. It assumes that neighbours do not depend on one another, so that a series of seconds is to
    be put into `bins` first.

    Raises:
        ValueError: fewer than `FEWEST` values.
    """
    count = len(values)
    if count < FEWEST:
        raise ValueError(f"a trend takes {FEWEST} values, not {count}")
    first, second = np.triu_indices(count, 1)
    level = np.asarray(values, np.float64)
    slopes = np.sort((level[second] - level[first]) / (second - first))
    reach = _Z * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = math.floor((len(slopes) - reach) / 2)
    high = math.ceil((len(slopes) + reach) / 2)
    ends = (float(np.median(slopes)), float(slopes[max(0, low)]), float(slopes[min(high, len(slopes) - 1)]))
    return Trend(*(slope * count for slope in ends))


def bins(values: NDArray[np.float64], most: int = 30) -> list[NDArray[np.float64]]:
    """Values in order, cut into as many even runs as there are, at most `most`."""
    return list(np.array_split(values, min(most, max(1, len(values)))))
