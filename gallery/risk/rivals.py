"""Rivals: other bounds on a rate, kept so that the choice of ours can be measured on any shop's photos.

Each takes the share of accepted photos of every thing, float64 `[n]`, how many photos that was, `[n]`, and
the doubt, and gives the rate that is exceeded with a chance of at most the doubt, if its assumption holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from gallery.risk.beta import beta_quantile, t_quantile

Shares = NDArray[np.float64]
Bound = Callable[[Shares, Shares, float], float]


def clopper_pearson(successes: float, trials: float, doubt: float) -> float:
    """C. Clopper and E. Pearson (1934), upper side; `successes` may be a fraction."""
    return 1.0 if successes >= trials else beta_quantile(1 - doubt, successes + 1, trials - successes)


def photos_alone(shares: Shares, photos: Shares, doubt: float) -> float:
    """Clopper-Pearson as if the photos of one thing were strangers to each other."""
    return clopper_pearson(float(shares @ photos), float(photos.sum()), doubt)


def korn_graubard(shares: Shares, photos: Shares, doubt: float) -> float:
    """Clopper-Pearson with the photos counted as fewer, by how alike the photos of one thing are treated.

    E. Korn and B. Graubard, "Confidence Intervals for Proportions With Small Expected Number of Positive
    Counts Estimated From Survey Data" (1998). Where nothing is accepted there is no telling how alike, and
    all photos count.
    """
    things, total = len(shares), float(photos.sum())
    rate = float(shares @ photos) / total
    variance = things / max(things - 1, 1) * float((((shares - rate) * photos) ** 2).sum()) / total**2
    effective = total
    if variance > 0 and things > 1:
        student = t_quantile(1 - doubt, total - 1) / t_quantile(1 - doubt, things - 1)
        effective = min(total, rate * (1 - rate) / variance * student**2)
    return clopper_pearson(rate * effective, effective, doubt)


def things_as_coins(shares: Shares, photos: Shares, doubt: float) -> float:
    """Clopper-Pearson over things, each a success in part. Not proven for parts."""
    return clopper_pearson(float(shares.sum()), float(len(shares)), doubt)


RIVALS: Mapping[str, Bound] = {
    "photos, Clopper-Pearson": photos_alone,
    "photos, Korn-Graubard": korn_graubard,
    "things, Clopper-Pearson": things_as_coins,
}
"""By the name they are shown by."""
