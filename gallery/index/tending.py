"""Tending: parts of an index are put together, and a loaded graph is proved, for an index that answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits, recall
from gallery.index.graph import Graph
from gallery.index.making import Made, Source, make, parts_of, take_sample
from gallery.index.matrix import Matrix
from gallery.index.plan import plan
from gallery.index.view_index import Part, ViewIndex
from gallery.store import Gallery

_log = logging.getLogger(__name__)


class StoppedError(Exception):
    """The work was stopped by the one who had it done."""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """New parts for an index.

    Attributes:
        numbers: parts of the index that they replace.
        parts: the new ones.
        made: the graph among them, or None.
    """

    numbers: tuple[int, ...]
    parts: Sequence[Part]
    made: Made | None


def tend(path: Path, index: ViewIndex, stopped: Callable[[], bool]) -> Work | None:
    """Put together what should be; None where nothing should. The index itself is not changed.

    Args:
        path: of the gallery.
        index: that answers meanwhile.
        stopped: whether to leave the work half done.

    Raises:
        GalleryError: the gallery cannot be read.
        StoppedError: it was stopped.
    """
    numbers = plan(index)
    exact = len(index) < limits.EXACT_BELOW
    return _put_together(path, index, numbers, exact, stopped) if numbers else None


def prove_loaded(path: Path, index: ViewIndex, stopped: Callable[[], bool]) -> Work | None:
    """Compare the graph that was loaded, the first part, with exact search; build it anew if need be.

    A graph that misses too much is said in the log.

    Args:
        path: as in `tend`; so are the others.
        index: whose first part is a graph.
        stopped: whether to leave the work half done.

    Raises:
        GalleryError: the gallery cannot be read.
        StoppedError: it was stopped.
    """
    graph = index.parts[0]
    if not isinstance(graph, Graph):
        return None
    with Gallery.inspect(path) as gallery, gallery.moment():
        live = np.intersect1d(graph.view_ids, gallery.view_ids()[0], assume_unique=True)
        sample = take_sample(Source(live, _until(stopped, gallery.vectors), gallery.dimension))
    found = recall.tune(graph, sample)
    if not recall.too_low(found, len(graph)):
        _log.info("index of %s: recall at 7 is %.3f", path, found)
        return None
    _log.warning("index of %s finds only %.1f %% of the neighbours: it is built anew", path, 100 * found)
    return _put_together(path, index, (0,), False, stopped)


def _put_together(
    path: Path, index: ViewIndex, numbers: tuple[int, ...], exact: bool, stopped: Callable[[], bool]
) -> Work:
    """One graph of several parts, and a matrix of what it does not find; one matrix if `exact`."""
    source = _source(path, [index.parts[number] for number in numbers], stopped)
    if exact:
        return Work(numbers, [Matrix.of(source.read(source.view_ids), source.view_ids)], None)
    made = make(source)
    if made is None:
        _log.warning("%d views of %s are compared one by one, which is slow", len(source.view_ids), path)
    return Work(numbers, parts_of(source, made), made)


def _source(path: Path, parts: Sequence[Part], stopped: Callable[[], bool]) -> Source:
    """The vectors of some parts: those of one matrix as it has them, others read from the gallery."""
    if len(parts) == 1 and isinstance(parts[0], Matrix):
        view_ids, vectors = parts[0].view_ids, parts[0].vectors
    else:
        with Gallery.inspect(path) as gallery, gallery.moment():
            held = np.concatenate([part.view_ids for part in parts])
            view_ids = np.intersect1d(held, gallery.view_ids()[0], assume_unique=True)
            vectors = gallery.vectors(view_ids)
    return Source(
        view_ids, _until(stopped, lambda some: vectors[np.searchsorted(view_ids, some)]), vectors.shape[1]
    )


def _until(
    stopped: Callable[[], bool], read: Callable[[NDArray[np.int64]], NDArray[np.float32]]
) -> Callable[[NDArray[np.int64]], NDArray[np.float32]]:
    def reading(view_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        if stopped():
            raise StoppedError
        return read(view_ids)

    return reading
