"""Recogniser: vectors in, decisions out, always of the gallery's latest state."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gallery import snapshot
from gallery.decision import Decision
from gallery.errors import GalleryError
from gallery.index.view_index import Part, ViewIndex
from gallery.product import Product
from gallery.risk.calibration import Calibration
from gallery.snapshot import Settings
from gallery.store import Gallery
from gallery.thresholds import Thresholds
from gallery.upkeep import Upkeep

_log = logging.getLogger(__name__)


class Recogniser:
    """Recognise products by their vectors.

    The thresholds are those given, else those the gallery was calibrated with (also where it has changed
    since, see `is_stale`), else its own.

    Args:
        gallery: open, of the embedder that makes the vectors; stays the caller's to close.
        fallback_threshold: the model card's distance threshold, for a gallery too small to tell.
        thresholds: used instead of the gallery's.

    `recognise`, `product` and the properties may be used from any thread; `refresh`, `settle` and `close`
    from one at a time.

    Raises:
        GalleryError: the gallery cannot be read.
    """

    def __init__(
        self, gallery: Gallery, fallback_threshold: float, thresholds: Thresholds | None = None
    ) -> None:
        self._gallery, self._model = gallery, gallery.model
        self._settings = Settings(fallback_threshold, thresholds)
        self._snapshot, opened = snapshot.read(gallery, self._settings)
        self._lock = threading.Lock()  # held to put another snapshot in place of the one it was made of
        self._worker: threading.Thread | None = None
        self._failure: Exception | None = None
        self._upkeep = Upkeep(gallery.path, lambda: self._snapshot, self._replace_parts)
        self._upkeep.begin(opened)

    def recognise(
        self, embeddings: NDArray[np.float32], final: Sequence[bool] | None = None
    ) -> list[Decision]:
        """One decision for each of float32 `[N, D]` unit vectors; N may be 0.

        Args:
            embeddings: unit vectors.
            final: of which of them a refusal counts, so that it is worth a second, thorough search of a
                large gallery; None for all.

        Raises:
            ValueError: the embeddings are not `[N, D]`.
        """
        return self._snapshot.recognise(embeddings, final)

    def refresh(self, wait: bool = False) -> bool:
        """Notice what any process has changed in the gallery, without stalling the caller.

        One row of the gallery is read. If its version is new, a thread with its own connection reads
        what changed and swaps the new state in; until then the old one answers.

        Args:
            wait: return only when the new state is in place.

        Returns:
            Whether the gallery has a version newer than the one that was answering.

        Raises:
            GalleryError: the gallery cannot be read, now or when the thread tried, or it is of another
                model now.
        """
        if self._worker is not None and not self._worker.is_alive():
            self._join()
        changed = self._is_behind()
        while self._is_behind() and self._failure is None:
            self._start()
            if not wait:
                break
            self._join()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        return changed

    def settle(self) -> None:
        """Wait until no work on the index of a large gallery is left.

        Until then more views than usual are compared one by one, which is right, and slower. What a graph
        finds may differ from that in one neighbour of a thousand; so before a recording is replayed this
        makes its answers independent of how fast the machine is.
        """
        self._upkeep.settle()

    def close(self) -> None:
        """Stop the work on the index; what is half done is left. Closing twice does nothing."""
        self._join()
        self._upkeep.close()

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
        return self._snapshot.version

    @property
    def state(self) -> str:
        """The gallery's state that answers now, 64 hexadecimal digits."""
        return self._snapshot.state

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds that answer now."""
        return self._snapshot.thresholds

    @property
    def calibration(self) -> Calibration | None:
        """What the gallery was last calibrated with, or None; see `Gallery.calibration`."""
        return self._snapshot.calibration

    @property
    def is_stale(self) -> bool:
        """Whether there is a calibration, and it was measured on another state of the gallery."""
        now = self._snapshot
        return now.calibration is not None and not now.calibration.is_fresh(now.state, self._model)

    @property
    def index(self) -> ViewIndex:
        """The index that is searched now; it never changes, another one takes its place."""
        return self._snapshot.index

    def product(self, sku: str) -> Product | None:
        """The product of a SKU that a decision names, or None where there is none."""
        return self._snapshot.products.get(sku)

    def _renew(self) -> None:
        """Read what changed with a connection of its own, so that no call on the other one waits."""
        try:
            with Gallery.inspect(self._gallery.path) as gallery:
                if gallery.model != self._model:
                    raise GalleryError(
                        f"gallery {gallery.path} was moved to model {gallery.model[:12]} while it was "
                        f"recognised with {self._model[:12]}",
                        "start again with the --model that the gallery is of now",
                    )
                self._swap(gallery)
        except Exception as error:  # said by the next refresh
            self._failure = error

    def _swap(self, gallery: Gallery) -> None:
        followed = snapshot.follow(self._snapshot, gallery, self._settings)
        if followed is None:
            self._snapshot, opened = snapshot.read(gallery, self._settings)
            self._upkeep.begin(opened)
        else:
            after, changes = followed
            with self._lock:  # the parts of the index may have been put together meanwhile
                index = self._snapshot.index.changed(
                    changes.added_ids, changes.added_vectors, changes.removed_ids
                )
                self._snapshot = replace(after, index=index)
            self._upkeep.go_on()
        _log.info("gallery %s: version %d answers now", gallery.path, self.version)

    def _replace_parts(self, index: ViewIndex, numbers: Sequence[int], made: Sequence[Part]) -> None:
        with self._lock:
            now = self._snapshot
            if now.index.line is index.line:  # else the gallery was read anew
                self._snapshot = replace(now, index=now.index.replaced(numbers, made))
