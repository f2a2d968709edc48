"""Readable: what a gallery holds now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.errors import InputError
from gallery.product import Product, check_sku
from gallery.risk.calibration import Calibration
from gallery.store import calibrations, live
from gallery.store.changes import Changes
from gallery.store.contents import Contents
from gallery.store.live import LiveView
from gallery.store.opened import OpenGallery
from gallery.store.since import read_changes
from gallery.store.stats import GalleryStats, stats
from gallery.store.stored_views import stored_views, vectors_of, whole_view
from gallery.view import View


class ReadableGallery(OpenGallery):
    """The part of a `Gallery` that answers what is there. Each call sees one moment of the file.

    All of them raise a `GalleryError` where the file, or what they read of it, is damaged; those that
    give vectors also where another process has moved the gallery to another model.
    """

    def products(self) -> list[Product]:
        """Every product, by SKU.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return live.products(self._file.connection, self.path)

    def views(self, sku: str) -> list[View]:
        """A product's views, in the order they were enrolled, without their crops.

        Raises:
            InputError: there is no such product.
            GalleryError: the file cannot be read.
        """
        sku = check_sku(sku)
        with self._file.reading():
            self._check_known(sku)
            return stored_views(self._file.connection, sku, "is", self._same_model().dimension, self.path)

    def negatives(self, sku: str | None) -> list[View]:
        """The photos of what a product is not; with None those of no product at all. Without crops.

        Raises:
            InputError: there is no such product.
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            if sku is not None:
                self._check_known(sku := check_sku(sku))
            dimension = self._same_model().dimension
            return stored_views(self._file.connection, sku or "", "not", dimension, self.path)

    def live_views(self) -> list[LiveView]:
        """Every view, negative ones too, without vectors and pictures, by id.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return live.live_views(self._file.connection)

    def whole_views(self) -> Iterator[tuple[LiveView, View]]:
        """Every view with vector, thumbnail and crop, one at a time; inside `moment`.

        Raises:
            GalleryError: one is damaged, or the file cannot be read.
            RuntimeError: it is called outside `moment`.
        """
        if not self._file.connection.in_transaction:
            raise RuntimeError("views are read one by one inside one moment of the gallery")
        dimension = self._same_model().dimension
        for one in self.live_views():
            with self._file.reading():
                view = whole_view(self._file.connection, one, dimension, self.path)
            yield one, view

    def crop(self, view_id: int) -> bytes:
        """The JPEG of a view's item, from which another model can embed it; empty where none was kept.

        Raises:
            InputError: the gallery has no such view now.
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            row = self._file.connection.execute(
                "SELECT crop FROM views JOIN pictures ON pictures.id = picture "
                "WHERE views.id = ? AND removed_in IS NULL",
                (int(view_id),),
            ).fetchone()
        if row is None:
            raise InputError(f"no view {view_id} in gallery {self.path}", "read the gallery again")
        return bytes(row[0])

    def groups(self) -> dict[str, tuple[str, ...]]:
        """The products of each group of look-alikes, by its name.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return live.groups(self._file.connection)

    def calibration(self) -> Calibration | None:
        """The calibration in force: the last one kept for this model; None: there is none.

        A rollback brings back what was in force in that version, also that there was none.
        `Calibration.is_fresh(gallery.state, gallery.model)` says whether it was measured on what is
        there now.

        Raises:
            GalleryError: it is damaged, or the file cannot be read.
        """
        with self._file.reading():
            return calibrations.current(self._file.connection, self.path)

    def stats(self) -> GalleryStats:
        """Counts, model, version, state and size.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return stats(self._file.connection, self._now())

    def view_ids(self) -> tuple[NDArray[np.int64], list[str]]:
        """Ids of the views of products, int64 `[V]` ascending, and the SKU of each.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return live.view_ids(self._file.connection)

    def vectors(self, view_ids: Sequence[int] | NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Vectors float32 `[N, D]` of these live views in this order; None: of all that `view_ids` gives.

        Raises:
            InputError: the gallery has one of these views no longer.
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            dimension = self._same_model().dimension
            if view_ids is not None:
                return vectors_of(self._file.connection, view_ids, dimension, self.path)
            ids, _ = live.view_ids(self._file.connection)
            return live.all_vectors(self._file.connection, ids, dimension, self.path)

    def matrix(self) -> tuple[NDArray[np.float32], NDArray[np.int64], list[str]]:
        """Vectors float32 `[V, D]`, their view ids int64 `[V]` ascending, and the SKU of each.

        Raises:
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            return self.vectors(), *self.view_ids()

    def contents(self, vectors: bool = True, calibration: bool = True) -> Contents:
        """All that recognition needs, of one moment.

        Args:
            vectors: False gives an array `[0, D]` in their place.
            calibration: False gives None in its place, so that a new one can take that of a damaged one.

        Raises:
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            now, connection = self._same_model(), self._file.connection
            ids, skus = live.view_ids(connection)
            return Contents(
                version=now.version,
                state=now.state,
                model=now.model,
                products={product.sku: product for product in live.products(connection, self.path)},
                vectors=live.all_vectors(connection, ids, now.dimension, self.path)
                if vectors
                else np.empty((0, now.dimension), np.float32),
                view_ids=ids,
                skus=skus,
                negatives=live.negatives(connection, now.dimension, self.path),
                groups=live.groups(connection),
                calibration=calibrations.current(connection, self.path) if calibration else None,
            )

    def changes(self, since: int) -> Changes | None:
        """What came and went after version `since`; it takes as long as there are changes.

        Returns:
            None where that version is not kept or is of another model: read `contents`.

        Raises:
            GalleryError: the file cannot be read, or a vector in it is damaged.
        """
        with self._file.reading():
            return read_changes(self._file.connection, since, self._same_model(), self.path)
