"""Numbers: as few digits as tell a figure apart, with its unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from edge.bench.till.quantiles import quantile

QUANTILES = ((0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"))
"""What is said of a row of samples, beside the worst."""


def short(value: float | None) -> str:
    """Three digits that count, without a power of ten: 0.0123, 5.21, 84.3, 1,230; a dash for none."""
    if not value or not math.isfinite(value):
        return "0" if value == 0 else "–"
    places = max(0, min(4, 2 - math.floor(math.log10(abs(value)))))
    return f"{value:,.{places}f}"


def milliseconds(value: float | None) -> str:
    """A time in ms, with its unit; a dash for none."""
    return "–" if value is None else f"{short(value)} ms"


def middle(samples: Sequence[float]) -> float:
    """The median of one sample or more."""
    return float(np.median(samples))


def summary(samples: Sequence[float]) -> list[str]:
    """The quantiles and the worst of one row of samples, for a table; a dash for what too few cannot say."""
    return [*(short(quantile(samples, at)) for at, _ in QUANTILES), short(max(samples))]
