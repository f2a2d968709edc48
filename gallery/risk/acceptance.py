"""Acceptance: the thresholds at which the till takes a query, and for which product.

This is the one place where a calibration meets the till's decision. With a margin fixed, what
`gallery.decision.decide` says depends on one number alone, the gallery's distance threshold t: product p
is near within `t + offset(p)` (`gallery.spread.offsets`), or within 0 where that is negative. So each trial
is three numbers on the axis of t.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import Candidate
from gallery.decision import Verdict, decide
from gallery.thresholds import Thresholds

_ALL_NEAR = 2.0  # no two unit vectors are farther apart


@dataclass(frozen=True, slots=True, eq=False)
class Acceptance:
    """Of T trials with one margin, when the till says what. Distances are thresholds t, L2.

    Attributes:
        near: float64 `[T]`: from this t on the query is not unknown; infinite where it always is, minus
            infinity where it never is.
        low: float64 `[T]`: from this t on it is accepted; infinite where it never is.
        high: float64 `[T]`: from this t on it is asked about again, as a look-alike is near as well.
        sku: the product it is accepted as, length T; empty where it never is.
    """

    near: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    sku: tuple[str, ...]

    def accepted(self, distance: float) -> NDArray[np.bool_]:
        """Which trials are accepted at this t: bool `[T]`."""
        return np.asarray((self.low <= distance) & (distance < self.high))


def acceptance(
    trials: Sequence[tuple[Candidate, ...]],
    margin: float,
    offset: Mapping[str, float],
    groups: Mapping[str, frozenset[str]],
) -> Acceptance:
    """When each trial is accepted.

    Args:
        trials: the candidates of each, as `gallery.classify.rank` gives them.
        margin: see `gallery.thresholds.Thresholds`.
        offset: by SKU, what is added to t for that product.
        groups: by SKU, the SKUs of its look-alike groups.
    """
    loose = Thresholds(_ALL_NEAR, margin)
    rows = [_one(candidates, loose, offset, groups) for candidates in trials]
    near, low, high = np.array([row[:3] for row in rows], np.float64).reshape(-1, 3).T
    return Acceptance(near, low, high, tuple(row[3] for row in rows))


def _one(
    candidates: tuple[Candidate, ...],
    loose: Thresholds,
    offset: Mapping[str, float],
    groups: Mapping[str, frozenset[str]],
) -> tuple[float, float, float, str]:
    from_t = {one.sku: _near_from(one, offset) for one in candidates}
    near = min(from_t.values(), default=np.inf)
    judged = decide(candidates, loose)
    if judged.verdict is not Verdict.ACCEPT or judged.sku is None:
        return near, np.inf, np.inf, ""
    alike = groups.get(judged.sku, frozenset()) - {judged.sku}
    high = min((at for sku, at in from_t.items() if sku in alike), default=np.inf)
    low = from_t[judged.sku]
    return (near, low, high, judged.sku) if low < high else (near, np.inf, np.inf, "")


def _near_from(one: Candidate, offset: Mapping[str, float]) -> float:
    """The t from which on it is near; the very same view is at any, as `Thresholds.of` is 0 at least."""
    return one.distance - offset.get(one.sku, 0.0) if one.distance > 0 else -np.inf
