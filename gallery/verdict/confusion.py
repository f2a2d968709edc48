"""Confusion: which other product stands in a product's way, how often, and in which views one sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.verdict.copies import copies
from gallery.verdict.left_out import LeftOut, leave_out
from gallery.verdict.stock import Stock
from gallery.verdict.stray import LIKE_SHARE, stray_of

MOST_RIVALS = 3
"""Products whose own views are shown to the till, too: those with the nearest view."""

MOST_VIEWS = 64
"""Views of such a product that are shown."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Another product that a product would be taken for, or that a person would be asked about.

    Attributes:
        sku: the other product.
        share: part of this product's views, 0 to 1, that were left out and met it.
        views: as many they are.
        back: part of the other product's views that met this one.
        back_views: as many they are.
        row: the view of this product that lies nearest to the other.
        other_row: the other's view there.
        distance: L2 between the two.
        grouped: whether both are in one look-alike group, where a person is asked on purpose.
        strayed: whether the other's view there is a wrong photo, and the cause.
    """

    sku: str
    share: float
    views: int
    back: float
    back_views: int
    row: int
    other_row: int
    distance: float
    grouped: bool
    strayed: bool

    @property
    def worst(self) -> float:
        """The larger share of the two."""
        return max(self.share, self.back)


def rivals_of(stock: Stock, shown: Sequence[LeftOut]) -> list[str]:
    """Products near enough to be accepted in a product's place, the nearest first, at most `MOST_RIVALS`."""
    near: dict[str, float] = {}
    for answer in shown:
        for sku, (_, distance) in answer.nearest.items():
            if sku != answer.sku and distance <= stock.thresholds.of(sku) + stock.thresholds.margin:
                near[sku] = min(near.get(sku, distance), distance)
    return sorted(near, key=lambda sku: (near[sku], sku))[:MOST_RIVALS]


def show_rivals(stock: Stock, skus: Iterable[str]) -> dict[str, list[LeftOut]]:
    """What the till says to the views of some products, by SKU."""
    rows = {sku: stock.rows[sku][:MOST_VIEWS] for sku in skus}
    copy_of = np.arange(len(stock.skus))
    for mine in rows.values():
        copy_of[mine] = mine[copies(stock.vectors[mine])]
    wanted = [mine[copy_of[mine] == mine] for mine in rows.values()]
    answers: dict[str, list[LeftOut]] = {sku: [] for sku in rows}
    for answer in leave_out(stock, np.concatenate(wanted) if wanted else np.zeros(0, np.int64), copy_of):
        answers[answer.sku].append(answer)
    return answers


def confusions(
    stock: Stock, shown: Sequence[LeftOut], back: Mapping[str, Sequence[LeftOut]]
) -> tuple[Confusion, ...]:
    """The confusions of one product, the worst first.

    Args:
        stock: the gallery as it would be.
        shown: the answers to its views.
        back: by SKU, the answers to the views of other products.
    """
    sku = shown[0].sku
    met = {rival for answer in shown for rival in answer.rivals}
    met |= {other for other, answers in back.items() if any(sku in answer.rivals for answer in answers)}
    found = [_confusion(stock, shown, other, back.get(other, ())) for other in met - {sku}]
    return tuple(sorted(found, key=lambda one: (-one.worst, one.distance, one.sku)))


def _confusion(stock: Stock, shown: Sequence[LeftOut], other: str, back: Sequence[LeftOut]) -> Confusion:
    sku = shown[0].sku
    forth_views = sum(other in answer.rivals for answer in shown)
    back_views = sum(sku in answer.rivals for answer in back)
    row, other_row, distance = _nearest(stock, stock.rows[sku], stock.rows[other])
    stray = any(answer.row == other_row and stray_of(answer) is not None for answer in back)
    return Confusion(
        sku=other,
        share=forth_views / len(shown),
        views=forth_views,
        back=back_views / len(back) if back else 0.0,
        back_views=back_views,
        row=row,
        other_row=other_row,
        distance=distance,
        grouped=other in stock.groups.get(sku, ()),
        strayed=stray and back_views < LIKE_SHARE * len(back),
    )


def _nearest(stock: Stock, mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> tuple[int, int, float]:
    cosine = stock.vectors[mine] @ stock.vectors[theirs].T
    one, other = divmod(int(cosine.argmax()), len(theirs))
    return int(mine[one]), int(theirs[other]), stock.distance(mine[one], theirs[other])
