"""Opening: the index of a gallery, from the graph beside it where that can be trusted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits, sidecar
from gallery.index.ids import union
from gallery.index.matrix import Matrix
from gallery.index.product_spreads import Stored, Vectors
from gallery.index.stamp import Stamp
from gallery.index.view_index import Part, ViewIndex
from gallery.store import Gallery

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An index, ready to be searched.

    Attributes:
        index: of all views.
        stamp: of the graph that was loaded and is the index's first part; None where none was.
        known: views whose products' spreads the stamp has, int64 `[K]` ascending.
        vectors: gives those of some views, where all are at hand; None: the gallery is to be asked.
    """

    index: ViewIndex
    stamp: Stamp | None = None
    known: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    vectors: Vectors | None = None

    @property
    def spread(self) -> Mapping[str, Stored]:
        """Of each product, as the stamp has it; empty without a stamp."""
        return self.stamp.spread if self.stamp else {}


def open_index(gallery: Gallery, live: NDArray[np.int64]) -> Opened:
    """The index of a gallery.

    With a graph beside it only the vectors of views that came since are read. A graph that is absent,
    damaged or of another gallery is said in the log and not used: all views are compared until
    `gallery.index.upkeep` has built one.

    Args:
        gallery: within one `moment`.
        live: ids of its views, ascending.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    if len(live) < limits.EXACT_BELOW:
        return _of_all(gallery, live)
    try:
        graph, stamp = sidecar.load(gallery, live)
    except sidecar.UnusableError as error:
        path = sidecar.graph_path(gallery.path)
        _log.warning("index %s is built anew, until then all views are compared: %s", path, error)
        return _of_all(gallery, live)
    missed = np.setdiff1d(live, graph.view_ids, assume_unique=True)
    aside = np.intersect1d(missed, np.array(stamp.unreachable, np.int64), assume_unique=True)
    side = np.concatenate([aside, np.setdiff1d(missed, aside, assume_unique=True)])
    parts: list[Part] = [
        graph,
        Matrix.of(gallery.vectors(side), side, aside=len(aside)),
    ]
    return Opened(ViewIndex(parts, gallery.dimension), stamp, union(graph.view_ids, aside))


def _of_all(gallery: Gallery, live: NDArray[np.int64]) -> Opened:
    """An index that compares all views."""
    vectors = gallery.vectors()
    index = ViewIndex([Matrix.of(vectors, live)], gallery.dimension)
    return Opened(index, vectors=lambda some: vectors[np.searchsorted(live, some)])
