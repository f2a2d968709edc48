"""Prospect: a gallery as it would be after an enrolment, its pictures at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.enroll.shot import Shot
from edge.photo.quality import Fault
from gallery.look_alikes import look_alikes
from gallery.product import Product
from gallery.store import Contents, Gallery
from gallery.thresholds import Thresholds, from_gallery
from gallery.verdict import Stock
from gallery.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """One product that is to be enrolled.

    Attributes:
        product: what is said of it.
        views: those that the gallery has not; none where only its fields change.
        faults: what is wrong with their photos, by the photo's hash.
    """

    product: Product
    views: tuple[View, ...]
    faults: Mapping[str, tuple[Fault, ...]]


class Prospect:
    """The gallery's views first, in the order of their ids, then the arrivals'.

    Args:
        gallery: open; what it holds is read once, of one moment.
        arrivals: what would come; empty to look at the gallery as it is.
        fallback: the model card's distance threshold, for a gallery too small to tell.

    Raises:
        GalleryError: the gallery cannot be read.
    """

    def __init__(self, gallery: Gallery, arrivals: Sequence[Arrival], fallback: float) -> None:
        self.gallery = gallery
        with gallery.moment():
            contents = gallery.contents()
        self._view_ids = contents.view_ids
        self._coming = [(one, view) for one in arrivals for view in one.views]
        vectors = np.concatenate([contents.vectors, *(view.vector[None] for _, view in self._coming)])
        skus = [*contents.skus, *(one.product.sku for one, _ in self._coming)]
        self.products = {**{one.product.sku: one.product for one in arrivals}, **contents.products}
        self.stock = Stock(
            vectors=vectors,
            skus=skus,
            thresholds=_thresholds(contents, vectors, skus, fallback),
            negatives=contents.negatives,
            groups=look_alikes(contents.groups),
        )
        self._there: dict[str, list[View]] = {}

    @property
    def path(self) -> Path:
        """The gallery's file."""
        return self.gallery.path

    def thumbnails(self, sku: str) -> list[bytes]:
        """The small picture of each of a product's views, in the order of its rows.

        Raises:
            GalleryError: the gallery cannot be read.
        """
        return [self._view(row).thumbnail for row in self.stock.rows[sku].tolist()]

    def shot(self, row: int) -> Shot:
        """One view with its pictures, by its row in `stock`.

        Raises:
            InputError: another process has taken it out of the gallery meanwhile.
            GalleryError: the gallery cannot be read.
        """
        there = len(self._view_ids)
        if row >= there:
            arrival, view = self._coming[row - there]
            return Shot(view, arrival.faults.get(view.photo_hash, ()), new=True)
        view = self._view(row)
        crop = self.gallery.crop(int(self._view_ids[row]))
        return Shot(View(view.photo_hash, view.vector, view.thumbnail, view.source, crop, view.origin))

    def _view(self, row: int) -> View:
        there = len(self._view_ids)
        if row >= there:
            return self._coming[row - there][1]
        sku = self.stock.skus[row]
        if sku not in self._there:
            self._there = {sku: self.gallery.views(sku)}  # one product at a time: pictures are large
        place = int(np.searchsorted(self.stock.rows[sku], row))
        return self._there[sku][place]


def _thresholds(
    contents: Contents, vectors: NDArray[np.float32], skus: list[str], fallback: float
) -> Thresholds:
    """What the till would decide by: a calibration, also a stale one, before the gallery's own distances."""
    if contents.calibration is not None:
        return contents.calibration.thresholds()
    return from_gallery(vectors, skus, fallback)
