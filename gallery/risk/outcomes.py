"""Outcomes: what becomes of known and unknown things at every distance threshold, with one margin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.risk.acceptance import Acceptance, acceptance
from gallery.risk.evidence import Evidence
from gallery.risk.trials import Trials

GRID: NDArray[np.float64] = np.round(np.arange(0.05, 2.0, 0.005), 3)
"""Distance thresholds that are looked at, L2; fixed before any gallery is seen."""

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Shares at each threshold of `GRID`, float64 `[G]`: the mean over things of their photos' share.

    Attributes:
        margin: the margin they are of.
        unknown: when each unknown trial is accepted.
        known: when each known one is.
        far: unknown items accepted.
        right: known items accepted as what they are.
        asked: known items a person is asked about.
        refused: known items called unknown.
        wrong: known items accepted as another product.
    """

    margin: float
    unknown: Acceptance
    known: Acceptance
    far: Shares
    right: Shares
    asked: Shares
    refused: Shares
    wrong: Shares


def outcomes(evidence: Evidence, margin: float) -> Outcomes:
    """Judge all trials with one margin."""
    stock, known = evidence.stock, evidence.known
    strangers = acceptance(evidence.unknown.candidates, margin, stock.offset, stock.groups)
    friends = acceptance(known.candidates, margin, stock.offset, stock.groups)
    weights = known.weights
    own = is_own(known, friends)
    right = accepted_share(friends, weights * own)
    wrong = accepted_share(friends, weights * ~own)
    near = _reached(friends.near, weights)
    return Outcomes(
        margin,
        strangers,
        friends,
        accepted_share(strangers, evidence.unknown.weights),
        right,
        np.maximum(near - right - wrong, 0.0),
        np.maximum(weights.sum() - near, 0.0),
        wrong,
    )


def is_own(known: Trials, friends: Acceptance) -> NDArray[np.bool_]:
    """Which known trials are, where they are accepted, accepted as what they are: bool `[T]`."""
    return np.array(
        [sku == known.things[thing] for sku, thing in zip(friends.sku, known.thing, strict=True)], np.bool_
    )


def accepted_share(trials: Acceptance, weights: NDArray[np.float64]) -> Shares:
    """Summed weight of the trials that are accepted, at each threshold of `GRID`."""
    return np.clip(_reached(trials.low, weights) - _reached(trials.high, weights), 0.0, None)


def _reached(at: NDArray[np.float64], weights: NDArray[np.float64]) -> Shares:
    """Summed weight of what begins at or before each threshold."""
    order = np.argsort(at, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    return np.asarray(sums[np.searchsorted(at[order], GRID, side="right")])
