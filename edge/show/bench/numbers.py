"""Numbers: as few digits as tell a figure apart, with its unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

QUANTILES = ((0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"))
"""What is said of a row of samples, beside the worst."""


def short(value: float) -> str:
    """Three digits that count, without a power of ten: 0.0123, 5.21, 84.3, 1,230."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "–"
    places = max(0, min(4, 2 - math.floor(math.log10(abs(value)))))
    return f"{value:,.{places}f}"


def milliseconds(value: float) -> str:
    """A time in ms, with its unit."""
    return f"{short(value)} ms"


def quantile(samples: Sequence[float], at: float) -> float:
    """The smallest sample that a share `at` of them does not exceed, by linear interpolation.

    Args:
        samples: one or more.
        at: 0 to 1.
    """
    return float(np.quantile(np.asarray(samples, np.float64), at))


def summary(samples: Sequence[float]) -> list[str]:
    """The quantiles and the worst of one row of samples, for a table."""
    return [*(short(quantile(samples, at)) for at, _ in QUANTILES), short(max(samples))]
