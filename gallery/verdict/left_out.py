"""Left out: what the till would say to each enrolled view, were it a thing on the tray and not enrolled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import LOOK, Candidate
from gallery.decision import Decision, Verdict, decide
from gallery.nearest_views import nearest_views, ranked, runs
from gallery.negatives import refute
from gallery.product_distances import rows_by_number
from gallery.verdict.stock import Stock

Progress = Callable[[int, int], None]
"""Told how many views are judged, of how many."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The till's answer to one view that was left out of the gallery, with all copies of it.

    Attributes:
        row: the view.
        sku: its product.
        decision: by the till's own rule.
        rivals: other products that it was taken for, or that a person would have been asked about.
        nearest: by SKU, the row of the nearest view and its L2 distance, of the products that were near.
        own: L2 distance to the nearest view of its own product; None where it has no other one.
    """

    row: int
    sku: str
    decision: Decision
    rivals: tuple[str, ...]
    nearest: dict[str, tuple[int, float]]
    own: float | None

    @property
    def right(self) -> bool:
        """Whether it was accepted as what it is."""
        return self.decision.sku == self.sku

    @property
    def wrong(self) -> bool:
        """Whether it was accepted as another product."""
        return self.decision.sku not in (None, self.sku)

    @property
    def asked(self) -> bool:
        """Whether a person was asked."""
        return self.decision.verdict is Verdict.ASK

    @property
    def refused(self) -> bool:
        """Whether it was called unknown."""
        return self.decision.verdict is Verdict.UNKNOWN


def leave_out(
    stock: Stock,
    rows: NDArray[np.int64],
    copy_of: NDArray[np.int64],
    progress: Progress | None = None,
) -> list[LeftOut]:
    """Show each of some views to a till whose gallery lacks it.

    Memory does not grow with the number of views that are shown; time grows with it, and with the gallery.

    Args:
        stock: the gallery as it would be.
        rows: int64 `[N]`, the views to show.
        copy_of: int64 `[V]`, by row the first view that it is a copy of; see `copies`. They are left out
            together, or the left-out view would still be there.
        progress: called after each block of views.
    """
    shown: list[LeftOut] = []
    together = _groups(copy_of)
    for run in runs(len(rows), len(stock.skus)):
        block = rows[run]
        out = [together.get(int(copy_of[row]), np.array([row])) for row in block]
        found = nearest_views(stock.vectors, stock.vectors[block], LOOK, out)
        left = refute(ranked(found, stock.skus), stock.vectors[block], stock.negatives)
        for line, (row, candidates) in enumerate(zip(block.tolist(), left, strict=True)):
            nearest = _nearest(stock, *found[line])
            shown.append(_answer(stock, row, nearest, candidates, out[line]))
        if progress is not None:
            progress(len(shown), len(rows))
    return shown


def _groups(copy_of: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """The rows of each view that has copies, by its first one."""
    return {int(copy_of[rows[0]]): rows for rows in rows_by_number(copy_of) if len(rows) > 1}


def _nearest(
    stock: Stock, distances: NDArray[np.float32], rows: NDArray[np.int64]
) -> dict[str, tuple[int, float]]:
    nearest: dict[str, tuple[int, float]] = {}
    for row, distance in zip(rows.tolist(), distances.tolist(), strict=True):
        nearest.setdefault(stock.skus[row], (row, distance))
    return nearest


def _answer(
    stock: Stock,
    row: int,
    nearest: dict[str, tuple[int, float]],
    candidates: tuple[Candidate, ...],
    out: NDArray[np.int64],
) -> LeftOut:
    sku = stock.skus[row]
    decision = decide(candidates, stock.thresholds, stock.groups)
    rivals = tuple(one.sku for one in _in_question(stock, decision) if one.sku != sku)
    if sku in nearest:
        return LeftOut(row, sku, decision, rivals, nearest, nearest[sku][1])
    others = np.setdiff1d(stock.rows[sku], out)
    own = min((stock.distance(row, other) for other in others.tolist()), default=None)
    return LeftOut(row, sku, decision, rivals, nearest, own)


def _in_question(stock: Stock, decision: Decision) -> list[Candidate]:
    """What was accepted, or what a person would be asked about: what stands in each other's way."""
    if decision.verdict is Verdict.UNKNOWN:
        return []
    best, *others = decision.candidates
    if decision.verdict is Verdict.ACCEPT:
        return [best]
    level = [other for other in others if other.distance <= best.distance + stock.thresholds.margin]
    near = [other for other in others if other.distance <= stock.thresholds.of(other.sku)]
    return [best, *(level or near)]
