"""Recogniser: vectors in, decisions out, always of the gallery's latest state."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import K, rank
from gallery.decision import Decision, decide
from gallery.index import ViewIndex
from gallery.index_cache import open_index
from gallery.product import Product
from gallery.store import Gallery
from gallery.store.contents import Contents
from gallery.thresholds import Thresholds, from_gallery

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One version of the gallery, ready to be searched; swapped as a whole, never changed."""

    contents: Contents
    index: ViewIndex
    thresholds: Thresholds


class Recogniser:
    """Recognise products by their vectors.

    Args:
        gallery: open, of the embedder that makes the vectors; stays the caller's to close.
        fallback_threshold: the model card's distance threshold, for a gallery too small to tell.
        thresholds: used instead of the gallery's own.

    `recognise`, `product`, `version` and `thresholds` may be called from any thread; `refresh` from
    one at a time.

    Raises:
        GalleryError: the gallery cannot be read.
    """

    def __init__(
        self, gallery: Gallery, fallback_threshold: float, thresholds: Thresholds | None = None
    ) -> None:
        self._gallery = gallery
        self._fallback = fallback_threshold
        self._given = thresholds
        self._snapshot = self._read(gallery)
        self._worker: threading.Thread | None = None
        self._failure: Exception | None = None

    def recognise(self, embeddings: NDArray[np.float32]) -> list[Decision]:
        """One decision for each of float32 `[N, D]` unit vectors; N may be 0.

        Raises:
            ValueError: the embeddings are not `[N, D]`.
        """
        now = self._snapshot
        neighbours = now.index.search(embeddings, K)
        return [decide(candidates, now.thresholds) for candidates in rank(neighbours, now.contents.skus)]

    def refresh(self, wait: bool = False) -> bool:
        """Notice what any process has enrolled or removed, without stalling the caller.

        One row of the gallery is read. If its version is new, a thread with its own connection reads
        the gallery and swaps the new state in; until then the old one answers.

        Args:
            wait: return only when the new state is in place.

        Returns:
            Whether the gallery has a version newer than the one that was answering.

        Raises:
            GalleryError: the gallery cannot be read, now or when the thread tried.
        """
        changed = self._is_behind()
        while self._is_behind() and self._failure is None:
            self._start()
            if not wait:
                break
            self._join()
        if self._worker is not None and not self._worker.is_alive():
            self._join()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        return changed

    def _is_behind(self) -> bool:
        return self._gallery.version != self.version

    def _start(self) -> None:
        if self._worker is None:
            self._worker = threading.Thread(target=self._renew, name="gallery-refresh", daemon=True)
            self._worker.start()

    def _join(self) -> None:
        if self._worker is not None:
            self._worker.join()
            self._worker = None

    @property
    def version(self) -> int:
        """The gallery's version that answers now."""
        return self._snapshot.contents.version

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds that answer now."""
        return self._snapshot.thresholds

    def product(self, sku: str) -> Product | None:
        """The product of a SKU that a decision names, or None where there is none."""
        return self._snapshot.contents.products.get(sku)

    def _read(self, gallery: Gallery) -> _Snapshot:
        contents = gallery.contents()
        thresholds = self._given or from_gallery(contents.vectors, contents.skus, self._fallback)
        return _Snapshot(contents, open_index(gallery.path, gallery.model, contents), thresholds)

    def _renew(self) -> None:
        try:
            old = self._gallery
            with Gallery.open(old.path, model=old.model, dimension=old.dimension) as gallery:
                self._snapshot = self._read(gallery)
            _log.info("gallery %s: version %d answers", old.path, self.version)
        except Exception as error:  # raised again by the next `refresh`, in the caller's thread
            self._failure = error
