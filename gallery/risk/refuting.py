"""Refuting: what negative views take out of the candidates of a trial.

A negative view that shows the product that plays the unknown is left out with it, as nobody marks what
nobody has seen; it is taken to show the product it is nearest to, its own aside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gallery.classify import Candidate
from gallery.negatives import BACKGROUND, Negatives, refute
from gallery.risk.nearest import nearest
from gallery.risk.stock import Stock


def refuted_known(
    stock: Stock, rows: NDArray[np.int64], candidates: list[tuple[Candidate, ...]]
) -> list[tuple[Candidate, ...]]:
    """As `refute`, for views of the gallery."""
    return candidates if stock.negatives is None else refute(candidates, stock.vectors[rows], stock.negatives)


def refuted_unknown(
    stock: Stock, rows: NDArray[np.int64], candidates: list[tuple[Candidate, ...]]
) -> list[tuple[Candidate, ...]]:
    """As `refute`, without the negative views that show the very product that plays the unknown."""
    if stock.negatives is None or not len(stock.negatives):
        return candidates
    shown = np.array(_shown(stock, stock.negatives))
    left: list[tuple[Candidate, ...]] = []
    for row, some in zip(rows.tolist(), candidates, strict=True):
        kept = np.flatnonzero(shown != stock.skus[row])
        negatives = Negatives(stock.negatives.vectors[kept], tuple(stock.negatives.skus[i] for i in kept))
        left += refute([some], stock.vectors[[row]], negatives)
    return left


def _shown(stock: Stock, negatives: Negatives) -> list[str]:
    """The product each negative view is taken to show; of the background none."""
    own = dict(zip(stock.names, stock.rows, strict=True))
    nobody = np.zeros(0, np.int64)
    found = []
    for vector, sku in zip(negatives.vectors, negatives.skus, strict=True):
        near = nearest(stock, vector[None], [own.get(sku, nobody)])[0][1] if sku != BACKGROUND else nobody
        found.append(stock.skus[near[0]] if len(near) else BACKGROUND)
    return found
