"""Gallery: the products and views a shop has enrolled, with their history. The SQLite file is the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from gallery.errors import GalleryError, InputError
from gallery.product import Product, check_sku
from gallery.risk.calibration import Calibration
from gallery.store import calibrations, lookalikes, rejection
from gallery.store.change import Change
from gallery.store.database import connect
from gallery.store.enrol import Enrolment, write
from gallery.store.historic import HistoricGallery
from gallery.store.new_file import create as create_file
from gallery.store.re_embed import re_embed
from gallery.store.readable import ReadableGallery
from gallery.store.reason import check_reason
from gallery.store.removal import remove, remove_views
from gallery.view import View


class Gallery(ReadableGallery, HistoricGallery):
    """An open gallery. Use `Gallery.open`, and `close` it or use it as a context manager.

    It may be used from several threads; each call is one transaction, and each that changes something
    is one version. A writer never stops a reader (SQLite's write-ahead log,
    https://www.sqlite.org/wal.html), and what a call has returned is on the disk (`synchronous=FULL`).
    Of two writers one waits, and fails after `database.BUSY_SECONDS`. Every method that changes the
    gallery takes a reason for the log, and raises a `GalleryError` where the file is locked or cannot be
    written, or the disk is full; then nothing has changed.

    Attributes:
        path: the file.
        model: content hash of the embedder that made its vectors.
        dimension: D, length of its vectors.
    """

    @classmethod
    def open(
        cls, path: str | Path, *, model: str | None, dimension: int | None, create: bool = False
    ) -> Gallery:
        """Open the gallery at `path` for the embedder with content hash `model`.

        Args:
            path: the SQLite file.
            model: 64 hexadecimal digits; None opens any model's gallery, which then takes no views.
            dimension: D of that embedder; None with `model` None.
            create: make an empty one where there is none.

        Raises:
            GalleryError: it is missing, damaged, locked, of a newer format, or of another model.
            InputError: `create`, and its folder does not exist.
        """
        path = Path(path)
        if create and model is not None and dimension is not None and not path.exists():
            create_file(path, model, dimension)
        return cls._opened(path, model, dimension, may_write=True)

    @classmethod
    def inspect(cls, path: str | Path) -> Gallery:
        """Open any model's gallery for reading alone.

        Raises:
            GalleryError: as for `open`.
        """
        return cls._opened(Path(path), None, None, may_write=False)

    @classmethod
    def _opened(cls, path: Path, model: str | None, dimension: int | None, *, may_write: bool) -> Gallery:
        connection = connect(path, may_write=may_write)
        try:
            gallery = cls(path, connection, model)
            gallery._check_model(model, dimension)
        except BaseException:
            connection.close()
            raise
        return gallery

    def _check_model(self, model: str | None, dimension: int | None) -> None:
        if model is not None and (model, dimension) != (self.model, self.dimension):
            raise GalleryError(
                f"gallery {self.path} was enrolled with model {self.model[:12]} ({self.dimension}-d), "
                f"not with {model[:12]} ({dimension}-d)",
                "enrol again with this model into another --gallery PATH, "
                "or run with the --model that made it",
            )

    @contextmanager
    def changing(self, action: str, *, reason: str = "") -> Iterator[Change]:
        """Several changes as one version: all that is called inside is kept, or none where one fails.

        Gives the change, whose `version` is the number in the making and whose `state()` is what the
        gallery's would be now.

        Args:
            action: what the log says was done.
            reason: why; the reasons given inside are left aside.

        Raises:
            GalleryError: the file is locked or cannot be written, or the disk is full.
        """
        before = self.model, self.dimension, self._opened_for
        try:
            with self._file.writing(action, check_reason(reason)) as change:
                yield change
        except BaseException:
            self.model, self.dimension, self._opened_for = before
            raise

    def enroll(self, batch: Iterable[tuple[Product, Sequence[View]]], *, reason: str = "") -> list[Enrolment]:
        """Add products and their views: all of them, or none where anything fails on the way.

        The batch is taken in full before the file is touched, so a batch that embeds photos lazily
        keeps no one waiting, and an interrupt in it leaves the gallery as it was. A photo that a
        product already has is counted and not added twice. What a product does not give (an empty
        name, a None) stays as it is in the gallery.

        Returns:
            One entry a SKU, in the order of their first appearance.

        Raises:
            InputError: a photo is another product's already, or was rejected as this one, or a new
                product has no photo.
            GalleryError: the file is locked or cannot be written, or the disk is full.
            ValueError: a vector is not `[D]`, or the gallery was opened without a model.
        """
        entries = [(product, list(views)) for product, views in batch]
        self._check_views(view for _, views in entries for view in views)
        with self._file.writing("enroll", check_reason(reason)) as change:
            self._may_take_views(change)
            return write(change, entries)

    def remove(self, skus: str | Sequence[str], *, reason: str = "") -> None:
        """Take products out, with their views, negative views and places in groups.

        Raises:
            InputError: one is not there; nothing is removed.
            GalleryError: the file is locked or cannot be written.
        """
        wanted = dict.fromkeys(map(check_sku, [skus] if isinstance(skus, str) else skus))
        with self._file.writing("remove", check_reason(reason)) as change:
            self._check_known(*wanted)
            remove(change, list(wanted))

    def remove_views(self, sku: str, photo_hashes: Sequence[str], *, reason: str = "") -> int:
        """Take single views of a product out, by the hashes of their photos; how many.

        Raises:
            InputError: there is no such product or view, or none would be left; nothing is removed.
            GalleryError: the file is locked or cannot be written.
        """
        sku = check_sku(sku)
        with self._file.writing("remove", check_reason(reason)) as change:
            self._check_known(sku)
            return remove_views(change, sku, photo_hashes)

    def reject(self, sku: str | None, views: Iterable[View], *, reason: str = "") -> int:
        """Keep photos of what a product is NOT; with None of what is no product at all.

        Returns:
            How many were new.

        Raises:
            InputError: there is no such product, or a photo is enrolled as that product.
            GalleryError: the file is locked or cannot be written, or the disk is full.
            ValueError: a vector is not `[D]`, or the gallery was opened without a model.
        """
        rejected = list(views)
        self._check_views(rejected)
        sku = None if sku is None else check_sku(sku)
        with self._file.writing("reject", check_reason(reason)) as change:
            self._may_take_views(change)
            self._check_known(*(() if sku is None else (sku,)))
            return rejection.reject(change, sku, rejected)

    def unreject(self, sku: str | None, *, reason: str = "") -> int:
        """Take all negative views of a product back, with None those of the background; how many.

        Raises:
            InputError: there is no such product.
            GalleryError: the file is locked or cannot be written.
        """
        sku = None if sku is None else check_sku(sku)
        with self._file.writing("unreject", check_reason(reason)) as change:
            self._check_known(*(() if sku is None else (sku,)))
            return rejection.unreject(change, sku)

    def group(self, name: str, skus: Sequence[str], *, reason: str = "") -> None:
        """Say that products look alike: among them the till asks. A group of that name has them instead.

        Raises:
            InputError: a product is not there, or they are fewer than two, or the name cannot be shown.
            GalleryError: the file is locked or cannot be written.
        """
        members = list(dict.fromkeys(map(check_sku, skus)))
        name = lookalikes.check_group(name, members)
        with self._file.writing("group", check_reason(reason)) as change:
            self._check_known(*members)
            lookalikes.group(change, name, members)

    def ungroup(self, name: str, *, reason: str = "") -> None:
        """End a group of look-alikes; the products stay.

        Raises:
            InputError: there is no such group.
            GalleryError: the file is locked or cannot be written.
        """
        with self._file.writing("ungroup", check_reason(reason)) as change:
            if not lookalikes.ungroup(change, name.strip()):
                known = ", ".join(map(repr, self.groups())) or "there is none"
                raise InputError(f"no group {name!r} in gallery {self.path}", f"groups: {known}")

    def keep_calibration(self, calibration: Calibration, *, reason: str = "") -> None:
        """Keep thresholds and the risk that was shown for them. The state stays, the version is a new one.

        Raises:
            InputError: it was measured with another model.
            GalleryError: the file is locked or cannot be written.
        """
        with self._file.writing("calibrate", check_reason(reason)) as change:
            calibrations.keep(change, calibration)

    def re_embed(
        self, model: str, dimension: int, vectors: Mapping[int, NDArray[np.float32]], *, reason: str = ""
    ) -> None:
        """Give every view, negative ones too, the vector of another model: all of them, or none.

        The old vectors stay in the history until `compact`. Afterwards the gallery is open for the new
        model.

        Args:
            model: content hash of the new embedder.
            dimension: D of it.
            vectors: float32 `[dimension]`, unit length, by the id of each view that is alive.
            reason: why, for the log.

        Raises:
            GalleryError: the views are other ones meanwhile, or the file is locked or cannot be written.
            ValueError: a vector is not one of unit length.
        """
        with self._file.writing("migrate", check_reason(reason)) as change:
            re_embed(change, model, dimension, vectors, self.path)
        self.model, self.dimension, self._opened_for = model, dimension, model

    def _check_views(self, views: Iterable[View]) -> None:
        for view in views:
            if view.vector.shape != (self.dimension,):
                raise ValueError(f"vector {view.vector.shape} of {view.source!r} must be [{self.dimension}]")

    def __enter__(self) -> Gallery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
