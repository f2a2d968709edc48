"""Index cache: keep a large gallery's graph beside it, and never trust it without proof."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.index import ViewIndex
from gallery.store.contents import Contents

_log = logging.getLogger(__name__)


class Stamp(BaseModel):
    """What `<gallery>.hnsw.json` says of the graph in `<gallery>.hnsw`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(description="content hash of the embedder")
    version: int = Field(ge=0, description="version of the gallery")
    count: int = Field(ge=0, description="views in the graph")
    views: str = Field(description="SHA-256 of the view ids and vectors in the graph")
    graph: str = Field(description="SHA-256 of the graph's file")


def open_index(gallery: Path, model: str, contents: Contents) -> ViewIndex:
    """The index of a gallery's contents: its cached graph where that fits, else built and cached.

    A cache that is absent, of other contents, damaged, or cannot be written is said in the log and
    changes no answer. A gallery small enough for an exact index has no cache.

    Args:
        gallery: path of the gallery's file.
        model: content hash of its embedder.
        contents: what to index.
    """
    if not ViewIndex.needs_graph(len(contents.vectors)):
        return ViewIndex.build(contents.vectors, contents.view_ids)
    path = gallery.with_name(gallery.name + ".hnsw")
    try:
        return _load(path, model, contents)
    except (OSError, ValueError, RuntimeError) as error:  # pydantic's ValidationError is a ValueError
        _log.info("index %s is built anew: %s", path, _reason(error))
    index = ViewIndex.build(contents.vectors, contents.view_ids)
    try:
        _save(path, model, contents, index)
    except (OSError, RuntimeError) as error:
        _log.warning("index %s could not be kept, it will be built again: %s", path, error)
    return index


def _load(path: Path, model: str, contents: Contents) -> ViewIndex:
    stamp = Stamp.model_validate_json(_stamp_of(path).read_bytes())
    wanted = _stamp(model, contents, stamp.graph)
    if stamp != wanted:
        raise ValueError(f"it is of version {stamp.version}, the gallery of {wanted.version}")
    if _digest_file(path) != stamp.graph:
        raise ValueError("it is damaged")
    return ViewIndex.load(path, contents.vectors, contents.view_ids)


def _save(path: Path, model: str, contents: Contents, index: ViewIndex) -> None:
    """Graph first, then the stamp that vouches for it; each appears whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        index.save(draft)
        stamp = _stamp(model, contents, _digest_file(draft))
        os.replace(draft, path)
        draft.write_text(stamp.model_dump_json(indent=2) + "\n", "utf-8")
        os.replace(draft, _stamp_of(path))
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _stamp_of(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _stamp(model: str, contents: Contents, graph: str) -> Stamp:
    return Stamp(
        model=model,
        version=contents.version,
        count=len(contents.vectors),
        views=_digest(contents.view_ids, contents.vectors),
        graph=graph,
    )


def _digest(view_ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> str:
    digest = hashlib.sha256(view_ids.astype("<i8").tobytes())
    digest.update(vectors.astype("<f4").tobytes())
    return digest.hexdigest()


def _digest_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there was none"
    return "its stamp cannot be read" if isinstance(error, ValidationError) else str(error)
