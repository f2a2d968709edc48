"""Quantiles: what may be said of so many samples, and no more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHOWN = (0.5, 0.9, 0.99, 0.999)
"""The quantiles of a table."""


def quantile(samples: Sequence[float], share: float) -> float | None:
    """The median; above it the smallest sample that `share` of all do not exceed (nearest rank), a time that
    was really taken. None where too few samples are given.

    A quantile of which no sample is expected beyond is the worst sample under another name: p99 takes 100
    samples, p99.9 takes 1000.

    Args:
        samples: any number.
        share: below 1.
    """
    if len(samples) * (1 - share) < 1 - 1e-9:
        return None
    if share == 0.5:
        return float(np.median(samples))
    return float(np.quantile(samples, share, method="inverted_cdf"))


def median(samples: Sequence[float]) -> float | None:
    """NumPy's: the middle sample, or halfway between the two in the middle; none of no sample."""
    return float(np.median(samples)) if len(samples) else None


def rate(items: int, milliseconds: Sequence[float]) -> float:
    """Items a second, of which so many take the median of these times."""
    return 1e3 * items / float(np.median(milliseconds))
