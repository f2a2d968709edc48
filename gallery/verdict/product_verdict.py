"""Product verdict: what the vectors alone say of one product's views."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gallery.verdict.confusion import Confusion
from gallery.verdict.forecast import Forecast
from gallery.verdict.stray import Stray

FEWEST_VIEWS = 3
"""Distinct views below which a product needs more, whatever they are."""

CONFUSED_SHARE, CONFUSED_VIEWS = 0.15, 2
"""Part of a product's views, and number of them, that another product must meet to be called confused. On
Grocery Store, 7 photos a product, 8 pairs are: all of them are confused on 10 % of other photos or more, on
29 % in the mean; 6 more such pairs are not found. See `scripts/enrolment/left_out.py`."""

LOST_SHARE, LOST_VIEWS = 0.25, 2
"""Part of the views, and number of them, that must be called unknown, or be mistaken for various products, to
say so."""


class Word(str, Enum):
    """The verdict in a word or two, the worst that applies; all but the first are bad."""

    GOOD = "good"
    MORE_VIEWS = "needs more views"
    POOR_PHOTOS = "poor photos"
    CONFUSED = "confused"
    WRONG_PHOTOS = "wrong photos"


@dataclass(frozen=True, slots=True)
class ProductVerdict:
    """What the vectors say of one product, in the gallery as it would be.

    Attributes:
        sku: the product.
        rows: its views, rows of `Stock.vectors`, ascending.
        forecast: of the views left out in turn, copies counted once.
        confusions: other products it meets, the worst first.
        strays: views that look like another product's.
        copies: groups of views that are one photo, rows.
        reach: L2 distance of the two views that differ most; 0 where there is one.
        one_sided: whether all views show much the same, so that one side of it is known.
        closest: the other product with the nearest view, and that L2 distance; None where there is none.
    """

    sku: str
    rows: tuple[int, ...]
    forecast: Forecast
    confusions: tuple[Confusion, ...]
    strays: tuple[Stray, ...]
    copies: tuple[tuple[int, ...], ...]
    reach: float
    one_sided: bool
    closest: tuple[str, float] | None

    @property
    def distinct(self) -> int:
        """Views, copies counted once."""
        return len(self.rows) - sum(len(group) - 1 for group in self.copies)

    @property
    def confused_with(self) -> tuple[Confusion, ...]:
        """The confusions that matter; not those within a look-alike group, where asking is wanted."""
        return tuple(one for one in self.confusions if not one.grouped and _matters(one))

    @property
    def scattered(self) -> bool:
        """Whether many views meet other products, each a different one."""
        lost = self.forecast.asked + self.forecast.wrong
        grouped = any(one.grouped for one in self.confusions)
        return not grouped and _many(lost, self.forecast.views)

    @property
    def lonely(self) -> bool:
        """Whether many views would be called unknown: what they show, no second photo shows."""
        return _many(self.forecast.refused, self.forecast.views)

    @property
    def word(self) -> Word:
        """The verdict, as far as vectors tell: pictures may say more."""
        if self.strays:
            return Word.WRONG_PHOTOS
        if self.confused_with or self.scattered:
            return Word.CONFUSED
        if self.distinct < FEWEST_VIEWS or self.one_sided or self.lonely:
            return Word.MORE_VIEWS
        return Word.GOOD


def _matters(one: Confusion) -> bool:
    there = one.share >= CONFUSED_SHARE and one.views >= CONFUSED_VIEWS
    return there or (one.back >= CONFUSED_SHARE and one.back_views >= CONFUSED_VIEWS)


def _many(lost: int, views: int) -> bool:
    return views > 0 and lost >= LOST_VIEWS and lost / views >= LOST_SHARE
