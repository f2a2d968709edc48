"""Keeping: the graph beside a gallery is brought up to date by whoever changes the gallery."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gallery.index import limits, product_spreads, recall, sidecar
from gallery.index.graph import Graph
from gallery.index.making import Made, Source, make, prove, take_sample
from gallery.index.stamp import Stamp
from gallery.store import Gallery

Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much."""


def keep_graph(gallery: Gallery, progress: Progress | None = None) -> str | None:
    """Make sure that a large gallery has a graph beside it which lacks few of its views.

    A till takes what such a graph lacks from the gallery itself, so nothing is done for a few views. Call
    it after a change, in a process that no till runs in: hnswlib loads and saves under Python's lock.

    Args:
        gallery: open.
        progress: told of vectors read; not called where nothing is to be done.

    Returns:
        What was done, in words; None where nothing was to be done.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    with gallery.moment():
        live, skus = gallery.view_ids()
        if len(live) < limits.EXACT_BELOW:
            sidecar.discard(gallery.path)
            return None
        start = time.monotonic()
        try:
            made = _brought_up_to_date(gallery, _source(gallery, live, progress))
        except _FreshError:
            return None
        if made is None:
            return f"no graph of the {len(live)} views finds enough: all are compared, which is slow"
        spread = product_spreads.read(gallery.vectors, live, skus)
        try:
            write(gallery, made, product_spreads.storable(spread, skus), gallery.version, gallery.state)
        except (OSError, RuntimeError) as error:
            return f"the index of {len(live)} views could not be kept: {error}; a till will build it again"
    return f"indexed {len(live)} views in {time.monotonic() - start:.0f} s, recall {made.recall:.3f}"


def write(
    gallery: Gallery, made: Made, spread: dict[str, product_spreads.Stored], version: int, state: str
) -> None:
    """Keep a graph beside a gallery.

    Args:
        gallery: whose views the graph holds.
        made: the graph.
        spread: of the products at that version; may be empty.
        version: of the gallery when the graph's views were its views.
        state: of that version.

    Raises:
        OSError: a file cannot be written.
        RuntimeError: hnswlib cannot write the file.
    """
    stamp = Stamp(
        model=gallery.model,
        version=version,
        state=state,
        views=made.graph.raw.get_current_count(),
        newest=int(made.graph.all_view_ids.max(initial=0)),
        unreachable=tuple(made.unreachable.tolist()),
        effort=made.graph.raw.ef,
        recall=made.recall,
        spread=spread,
        graph="",
    )
    sidecar.save(gallery.path, made.graph, stamp)


def check_cache(gallery: Gallery) -> str | None:
    """What is wrong with the graph beside a gallery, in words; None where it is good or not needed.

    Its recall is measured anew. A graph that is wrong does no harm: it is not used, and built again.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    with gallery.moment():
        live, _ = gallery.view_ids()
        if len(live) < limits.EXACT_BELOW or not sidecar.exists(gallery.path):
            return None
        path = sidecar.graph_path(gallery.path)
        try:
            graph, stamp = sidecar.load(gallery, live)
        except sidecar.UnusableError as error:
            return f"index {path}: {error}"
        found = recall.recall(graph, take_sample(Source(graph.view_ids, gallery.vectors, gallery.dimension)))
    if recall.too_low(found, len(live)):
        return f"index {path} finds only {found:.1%} of the neighbours; {stamp.recall:.1%} when it was made"
    return None


class _FreshError(Exception):
    """Nothing is to be done."""


def _source(gallery: Gallery, live: NDArray[np.int64], progress: Progress | None) -> Source:
    """All vectors of a gallery, whose reading is told."""
    if progress is None:
        return Source(live, gallery.vectors, gallery.dimension)
    done, total = 0, 3 * len(live)  # they are read for the sample's truth, for the graph and for its proof

    def read(view_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        nonlocal done
        done += len(view_ids)
        progress(min(done, total), total)
        return gallery.vectors(view_ids)

    return Source(live, read, gallery.dimension)


def _brought_up_to_date(gallery: Gallery, source: Source) -> Made | None:
    """A graph of all views: the one that is kept with what it lacks, or a new one.

    Raises:
        _FreshError: the one that is kept lacks little and has little too much.
    """
    live = source.view_ids
    try:
        stamp = sidecar.vouched(gallery)
        held = int(np.searchsorted(live, stamp.newest, side="right"))
        many_gone = 1 - held / max(stamp.views, 1) > limits.DEAD
        if not many_gone and len(live) - held <= limits.SIDE // 2:
            raise _FreshError
        return make(source) if many_gone else _caught_up(sidecar.load(gallery, live)[0], source)
    except sidecar.UnusableError:
        return make(source)


def _caught_up(graph: Graph, source: Source) -> Made | None:
    """A loaded graph with the views that came since; a new one where it then misses too much."""
    held = graph.all_view_ids
    lacking = np.setdiff1d(source.view_ids, held)
    more = Source(lacking, source.read, source.dimension)
    grown = graph.extended(more.chunks(), len(lacking)).without(np.setdiff1d(held, source.view_ids))
    return prove(grown, source, take_sample(source)) or make(source)
