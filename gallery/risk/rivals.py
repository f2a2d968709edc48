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


def betting(shares: Shares, photos: Shares, doubt: float) -> float:
    """Of things, by bets that the rate is lower than it is said to be: valid, and tighter the less they vary.

    I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting" (2024), as in
    Bates et al. (2021), proposition 5. It depends on the order of the things, here one drawn by a fixed seed.
    """
    drawn = shares[np.random.default_rng(0).permutation(len(shares))]
    count = np.arange(1, len(drawn) + 1)
    mean = (0.5 + np.cumsum(drawn)) / (1 + count)
    variance = (0.25 + np.cumsum((drawn - mean) ** 2)) / (1 + count)
    stake = np.sqrt(2 * np.log(1 / doubt) / (len(drawn) * np.concatenate([[0.25], variance[:-1]])))
    stake = np.minimum(stake, 1)
    low, high = float(shares.mean()), 1.0
    for _ in range(25):
        rate = (low + high) / 2
        won = np.cumsum(np.log(np.maximum(1 - stake * (drawn - rate), 1e-12))).max()
        low, high = (low, rate) if won >= np.log(1 / doubt) else (rate, high)
    return high


RIVALS: Mapping[str, Bound] = {
    "photos, Clopper-Pearson": photos_alone,
    "photos, Korn-Graubard": korn_graubard,
    "things, Clopper-Pearson": things_as_coins,
    "things, betting": betting,
}
"""By the name they are shown by."""
