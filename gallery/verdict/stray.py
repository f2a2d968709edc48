"""Stray: a view that looks like another product's."""

from __future__ import annotations

from dataclasses import dataclass

from gallery.verdict.left_out import LeftOut

STRAY = 0.3
"""How much nearer a view must be to another product than to its own to be called a wrong photo. Of 17 photos
of other products slipped into Grocery Store's (7 photos a product) 14 are found, and none of 462 right ones
is blamed; on Caltech-101 11 of 26, and 3 of 707. See `scripts/enrolment/left_out.py`."""


LIKE_SHARE = 0.5
"""Part of a product's views that must meet another product for both to look alike: then no single photo is in
the wrong place."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A view that is nearer to another product than to its own, by far.

    Attributes:
        row: the view.
        sku: the product it would be taken for.
        other_row: that product's view there.
        distance: L2 to it.
        own_distance: L2 to the nearest other view of its own product.
    """

    row: int
    sku: str
    other_row: int
    distance: float
    own_distance: float


def stray_of(answer: LeftOut) -> Stray | None:
    """The stray that a view is, or None. The only view of a product is none: there is nothing to tell by."""
    if not answer.wrong or answer.own is None:
        return None
    other = answer.decision.candidates[0]
    if answer.own - other.distance <= STRAY:
        return None
    return Stray(answer.row, other.sku, answer.nearest[other.sku][0], other.distance, answer.own)
