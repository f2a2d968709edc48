"""Tally: counts by class and draw, from which a figure follows for any weighting of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from train.measure.open_set import OpenFigures, Queries
from train.metrics import Labels

Reals = NDArray[np.float64]


class Tally(Protocol):
    """What a figure is counted from."""

    def values(self, weights: Reals) -> Reals:
        """The figure of each of S draws where the classes weigh `weights` `[B, C]`, float64 `[B, S]`."""


@dataclass(frozen=True)
class Shares:
    """A share of queries.

    Attributes:
        right: float64 `[S, C]`, sum over the queries of a class.
        asked: float64 `[S, C]`, how many they are.
    """

    right: Reals
    asked: Reals

    def values(self, weights: Reals) -> Reals:
        """The share, by draw."""
        return _ratio(weights @ self.right.T, weights @ self.asked.T)

    def of_classes(self) -> Shares:
        """The same share with each class counting equally, however many queries it has."""
        return Shares(_ratio(self.right, self.asked, 0.0), (self.asked > 0).astype(np.float64))


@dataclass(frozen=True)
class PairShares:
    """A share of pairs of two classes.

    Attributes:
        right, counts: `[S, C, C]`, pairs of an asked class (row) and an enrolled one (column).
    """

    right: NDArray[np.int64]
    counts: NDArray[np.int64]

    def values(self, weights: Reals) -> Reals:
        """The share, by draw; a pair weighs as both its classes do."""
        return _ratio(_bilinear(weights, self.right), _bilinear(weights, self.counts))


@dataclass(frozen=True)
class OpenShare:
    """One of the open-set figures.

    Attributes:
        draws: the queries of each draw.
        which: picks the figure.
    """

    draws: tuple[Queries, ...]
    which: Callable[[OpenFigures], Reals]

    def values(self, weights: Reals) -> Reals:
        """The figure, by draw."""
        return np.stack([self.which(draw.figures(weights)) for draw in self.draws], 1)


def by_class(values: Sequence[NDArray[np.generic]], labels: Sequence[Labels], classes: int) -> Shares:
    """Sums of the values `[Q]` of each draw over their classes `[Q]`."""
    right = [
        np.bincount(of, value.astype(np.float64), classes) for value, of in zip(values, labels, strict=True)
    ]
    asked = [np.bincount(of, minlength=classes).astype(np.float64) for of in labels]
    return Shares(np.stack(right), np.stack(asked))


def _bilinear(weights: Reals, counts: NDArray[np.int64]) -> Reals:
    return np.stack([((weights @ table) * weights).sum(1) for table in counts.astype(np.float64)], 1)


def _ratio(part: Reals, whole: Reals, empty: float = np.nan) -> Reals:
    there = whole > 0
    return np.where(there, part / np.where(there, whole, 1.0), empty)
