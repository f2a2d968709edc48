"""Open set: telling the products a shop sells from those it does not, by the nearest distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from train.measure.plan import Draw
from train.metrics import Labels, Vectors, distances, nearest_class

Reals = NDArray[np.float64]
ACCEPTED = 0.95
"""Share of the known queries that FPR@TPR95 accepts."""
_CHUNK = 64


class OpenFigures(NamedTuple):
    """Three figures of B weightings, each float64 `[B]`; not a number where a side weighs nothing.

    Attributes:
        auroc: area under the ROC curve of telling known (accepted) from unknown.
        fpr: share of unknown queries accepted at the smallest distance that accepts 95 % of known ones.
        oscr: area under the curve of known queries that are accepted and named rightly (CCR) over
            unknown ones accepted (FPR): Dhamija, Günther and Boult, "Reducing Network Agnostophobia"
            (NeurIPS 2018). It is at most the accuracy on known queries.
    """

    auroc: Reals
    fpr: Reals
    oscr: Reals


class Curves(NamedTuple):
    """Shares accepted as the distance grows from nothing to everything, each float64 `[..., T + 1]`."""

    fpr: Reals
    tpr: Reals
    ccr: Reals


@dataclass(frozen=True)
class Queries:
    """Asked photos of one draw, by rising distance to the nearest enrolled photo of a known class.

    Attributes:
        distance: float32 `[Q]`, rising.
        labels: int64 `[Q]`.
        known: bool `[Q]`: the query's class is enrolled.
        right: bool `[Q]`: it is, and the vote of the 7 nearest names it.
    """

    distance: Vectors
    labels: Labels
    known: NDArray[np.bool_]
    right: NDArray[np.bool_]

    def curves(self, weights: Reals) -> Curves:
        """The curves where the classes weigh `weights` `[B, C]`, one point a distance."""
        each = weights[:, self.labels]
        ends = np.flatnonzero(np.append(np.diff(self.distance) > 0, True))
        accepted = [np.cumsum(each * part, 1) for part in (~self.known, self.known, self.right)]
        totals = [accepted[0][:, -1:], accepted[1][:, -1:], accepted[1][:, -1:]]
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = [part[:, ends] / total for part, total in zip(accepted, totals, strict=True)]
        return Curves(*(np.pad(share, ((0, 0), (1, 0))) for share in shares))

    def figures(self, weights: Reals) -> OpenFigures:
        """The figures where the classes weigh `weights`, float64 `[B, C]`."""
        parts = [self._figures(weights[i : i + _CHUNK]) for i in range(0, len(weights), _CHUNK)]
        return OpenFigures(*(np.concatenate(values) for values in zip(*parts, strict=True)))

    def _figures(self, weights: Reals) -> OpenFigures:
        curves = self.curves(weights)
        enough = (curves.tpr >= ACCEPTED - 1e-12).argmax(1)
        at = np.take_along_axis(curves.fpr, enough[:, None], 1)[:, 0]
        lost = ~np.isfinite(curves.tpr[:, -1] + curves.fpr[:, -1])
        at[lost] = np.nan
        return OpenFigures(_area(curves.fpr, curves.tpr), at, _area(curves.fpr, curves.ccr))


def queries(vectors: Vectors, labels: Labels, draw: Draw) -> Queries:
    """Ask a draw's photos where only `draw.known` classes are enrolled."""
    shelf = draw.enrolled[np.isin(labels[draw.enrolled], draw.known)]
    apart = distances(vectors[draw.asked], vectors[shelf])
    nearest = apart.min(1)
    order = np.argsort(nearest, kind="stable")
    asked = labels[draw.asked]
    named = nearest_class(apart, labels[shelf])
    known = np.isin(asked, draw.known)
    return Queries(nearest[order], asked[order], known[order], (known & (named == asked))[order])


def _area(x: Reals, y: Reals) -> Reals:
    return np.asarray((np.diff(x, axis=1) * (y[:, 1:] + y[:, :-1]) / 2).sum(1), np.float64)
