"""Enrolled: what an enrolment made of one product's photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.enroll.catalogue import Listing
from edge.photo.item import How
from edge.photo.quality import Fault
from gallery.errors import InputError
from gallery.store import Gallery
from gallery.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A new view, what its item was found by, and what is wrong with its photo."""

    view: View
    how: How
    faults: tuple[Fault, ...] = ()


Outcome = View | Embedded | InputError


@dataclass(slots=True)
class EnrolledProduct:
    """What became of one product's photos.

    Attributes:
        listing: the product and its photos.
        views: one a different photo that could be read, by its hash.
        hows: for each photo embedded now, what the item was found by.
        faults: what is wrong with each photo embedded now, by its hash.
        skipped: one line a photo that cannot be used; names file and reason.
        present: hashes of the photos that the gallery had of it before.
        duplicates: photos whose very bytes another photo of the product has.
        added: views that are new in the gallery.
        already: views that were there before.
    """

    listing: Listing
    views: dict[str, View] = field(default_factory=dict)
    hows: list[How] = field(default_factory=list)
    faults: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    present: frozenset[str] = frozenset()
    duplicates: int = 0
    added: int = 0
    already: int = 0

    @property
    def sku(self) -> str:
        """The product's SKU."""
        return self.listing.product.sku

    @property
    def fresh(self) -> list[View]:
        """The views that the gallery has not yet."""
        return [view for photo, view in self.views.items() if photo not in self.present]

    def keep(self, outcome: Outcome) -> None:
        """Take in what became of one photo: a view the gallery has, a new one, or why there is none."""
        if isinstance(outcome, InputError):
            self.skipped.append(outcome.problem)
            return
        view = outcome.view if isinstance(outcome, Embedded) else outcome
        self.duplicates += view.photo_hash in self.views
        self.views.setdefault(view.photo_hash, view)
        if isinstance(outcome, Embedded):
            self.hows.append(outcome.how)
            self.faults.setdefault(view.photo_hash, outcome.faults)


def write(products: Sequence[EnrolledProduct], gallery: Gallery, reason: str = "") -> None:
    """Write what was gathered into the gallery, in one transaction, and count it.

    Raises:
        InputError: a photo is another product's already.
        GalleryError: the gallery cannot be written.
    """
    batch = [(product.listing.product, list(product.views.values())) for product in products]
    for product, enrolment in zip(products, gallery.enroll(batch, reason=reason), strict=True):
        product.added, product.already = enrolment.added, enrolment.already
