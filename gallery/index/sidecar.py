"""Sidecar: the graph of a large gallery in a file beside it, never believed without proof."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from gallery.index.graph import Graph
from gallery.index.ids import union
from gallery.index.stamp import Stamp
from gallery.store import Gallery
from gallery.store.drafts import draft

_TRIED = 64  # views whose vectors are compared with the gallery's


class UnusableError(Exception):
    """The file holds no graph for this gallery; the message says why."""


def graph_path(gallery: Path) -> Path:
    """Where a gallery's graph is kept."""
    return gallery.with_name(gallery.name + ".hnsw")


def stamp_path(gallery: Path) -> Path:
    """Where the stamp of that graph is kept."""
    return gallery.with_name(gallery.name + ".hnsw.json")


def exists(gallery: Path) -> bool:
    """Whether there is a graph or a stamp beside the gallery."""
    return graph_path(gallery).exists() or stamp_path(gallery).exists()


def load(gallery: Gallery, live: NDArray[np.int64]) -> tuple[Graph, Stamp]:
    """The graph beside a gallery, without the views that are gone or that it does not find.

    Proved are: the stamp's seal and the sum of the file, that the gallery has had the very state that the
    graph was made of, that the views are as many, and that a sample of them has the gallery's vectors.

    Args:
        gallery: within one `moment`.
        live: ids of its views, ascending.

    Raises:
        UnusableError: there is none, it is damaged, or it belongs to another gallery, model or version.
        GalleryError: the gallery cannot be read.
    """
    path = graph_path(gallery.path)
    try:
        before = _identity(path)
        stamp = vouched(gallery)
        graph = Graph.load(path, gallery.dimension)
        if _identity(path) != before:
            raise UnusableError("it was replaced while it was read")
    except (OSError, RuntimeError) as error:  # hnswlib raises the latter
        raise UnusableError(_reason(error)) from None
    if len(graph) != stamp.views:
        raise UnusableError(f"it holds {len(graph)} views, not {stamp.views}")
    graph.raw.set_ef(stamp.effort)
    gone = np.setdiff1d(graph.view_ids, live, assume_unique=True)
    graph = graph.without(union(gone, np.array(stamp.unreachable, np.int64)))
    _compare(gallery, graph)
    return graph, stamp


def vouched(gallery: Gallery) -> Stamp:
    """The stamp of the graph beside a gallery, which is not loaded.

    Proved are the stamp's seal, the sum of the file, and that the gallery has had the state it names.

    Raises:
        UnusableError: there is none, it is damaged, or it belongs to another gallery, model or version.
        GalleryError: the gallery cannot be read.
    """
    stamp = _stamp(gallery)
    try:
        if _sum(graph_path(gallery.path)) != stamp.graph:
            raise UnusableError("it is damaged")
    except OSError as error:
        raise UnusableError(_reason(error)) from None
    return stamp


def _stamp(gallery: Gallery) -> Stamp:
    try:
        stamp = Stamp.model_validate_json(stamp_path(gallery.path).read_bytes())
    except (OSError, ValidationError) as error:
        raise UnusableError(_reason(error)) from None
    if not stamp.whole:
        raise UnusableError("its stamp is damaged")
    if stamp.model != gallery.model:
        raise UnusableError("it is of another model")
    if gallery.state_at(stamp.version) != stamp.state:
        raise UnusableError(f"the gallery's history does not know its version {stamp.version}")
    return stamp


def _compare(gallery: Gallery, graph: Graph) -> None:
    view_ids = graph.view_ids
    some = view_ids[np.linspace(0, len(view_ids) - 1, min(_TRIED, len(view_ids)), dtype=np.int64)]
    if len(some) and not np.array_equal(graph.vectors(some), gallery.vectors(some)):
        raise UnusableError("it holds other vectors")


def save(gallery: Path, graph: Graph, stamp: Stamp) -> None:
    """Write a graph, then the stamp that vouches for it; each appears whole.

    Args:
        gallery: path of the gallery.
        graph: to be kept.
        stamp: of it, as yet without `graph` and `seal`.

    Raises:
        OSError: a file cannot be written.
        RuntimeError: hnswlib cannot write the file.
    """
    path = graph_path(gallery)
    with draft(path) as made:
        graph.save(made)
        if made.stat().st_size != graph.raw.index_file_size():  # hnswlib does not say that a disk is full
            raise OSError("it was cut short, the disk may be full")
        stamp = stamp.model_copy(update={"graph": _sum(made)}).sealed()
        os.replace(made, path)
    with draft(stamp_path(gallery)) as made:
        made.write_text(stamp.model_dump_json() + "\n", "utf-8")
        os.replace(made, stamp_path(gallery))


def discard(gallery: Path) -> None:
    """Take the graph and its stamp away, where they are."""
    for path in (stamp_path(gallery), graph_path(gallery)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int, int]:
    facts = path.stat()
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there was none"
    return "its stamp cannot be read" if isinstance(error, ValidationError) else str(error)
