"""Quantiles: what may be said of so many samples, and no more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHOWN = (0.5, 0.9, 0.99, 0.999)
"""The quantiles of a table."""


def quantile(samples: Sequence[float], share: float) -> float | None:
    """The smallest sample that `share` of all do not exceed (nearest rank); none where too few are given.

    A quantile of which no sample is expected beyond is the worst sample under another name: p99 takes 100
    samples, p99.9 takes 1000.

    Args:
        samples: any number.
        share: below 1.
    """
    if len(samples) * (1 - share) < 1 - 1e-9:
        return None
    return float(np.quantile(samples, share, method="inverted_cdf"))


def median(samples: Sequence[float]) -> float | None:
    """The middle sample; none of no sample."""
    return quantile(samples, 0.5) if len(samples) > 1 else (float(samples[0]) if len(samples) else None)
