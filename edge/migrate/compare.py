"""Compare: how well two embedding spaces tell the same views apart, before one takes the other's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from edge.migrate.left_out import voted, with_others

CLEAR, LEAST_DROP = 0.05, 0.005
"""The new space is clearly worse when it answers so many views worse that chance would do so in less than
1 of 20 galleries, and its accuracy is lower by more than half a percentage point."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Leave-one-out answers of two spaces to the same views.

    Attributes:
        views: how many were left out in turn, each of a product with another view.
        old, new: how many each space gave the right product.
        lost: right in the old space, wrong in the new one.
        won: the other way round.
    """

    views: int
    old: int
    new: int
    lost: int
    won: int

    @property
    def chance(self) -> float:
        """Exact one-sided sign test (McNemar 1947): chance to lose so many of those that changed, or more."""
        changed = self.lost + self.won
        return float(sum(comb(changed, k) for k in range(self.lost, changed + 1)) / (1 << changed))

    @property
    def clearly_worse(self) -> bool:
        """Whether the new space should not take the old one's place; see `CLEAR`."""
        return self.old - self.new > LEAST_DROP * self.views and self.chance < CLEAR

    def words(self) -> str:
        """The result in one line for people."""
        if not self.views:
            return "no product has two views: the two models cannot be compared"
        return (
            f"right with one view left out, of {self.views}: old {self.old / self.views:.1%}, "
            f"new {self.new / self.views:.1%} ({self.won} won, {self.lost} lost)"
        )


def compare(old: NDArray[np.float32], new: NDArray[np.float32], skus: Sequence[str]) -> Comparison:
    """Leave each view out and ask both spaces, as the till would, which product it is.

    Args:
        old: float32 `[V, D]`, unit length.
        new: float32 `[V, E]`, unit length, of the same views.
        skus: the product of each.
    """
    rows = with_others(skus)
    names = np.array(skus, dtype=object)[rows]
    before, after = (np.array(voted(vectors, skus, rows), dtype=object) == names for vectors in (old, new))
    lost, won = int((before & ~after).sum()), int((after & ~before).sum())
    return Comparison(len(rows), int(before.sum()), int(after.sum()), lost, won)
