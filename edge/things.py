"""Things: photos of things, a folder each, that are embedded but not enrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.embed import Embedder
from edge.enroll.one_photo import Prepared, prepare
from edge.enroll.read_ahead import read_ahead
from edge.photo.folder import entries, photos_in
from gallery.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """Embedded photos.

    Attributes:
        vectors: float32 `[N, D]`, unit length.
        names: the thing each shows, length N.
        photos: SHA-256 of each photo, length N.
        skipped: one line a photo that could not be used.
    """

    vectors: NDArray[np.float32]
    names: tuple[str, ...]
    photos: tuple[str, ...]
    skipped: tuple[str, ...]


def listing(folder: Path) -> list[tuple[str, Path]]:
    """Each photo with the thing it shows: its folder's name, or of a loose photo its own.

    Raises:
        InputError: the folder cannot be read, or has no photo.
    """
    found = [(path.name, path) for path in photos_in(folder).photos]
    for inner in entries(folder):
        if inner.is_dir():
            found += [(inner.name, path) for path in photos_in(inner).photos]
    if not found:
        raise InputError(f"no photo in {folder}", "put photos there, of each thing in a folder of its own")
    return found


def embed_things(
    photos: Sequence[tuple[str, Path]], embedder: Embedder, progress: Callable[[int, int], None]
) -> Things:
    """Cut out and embed photos as an enrolment does; one that cannot be used is skipped and told of.

    Args:
        photos: as `listing` gives them.
        embedder: the model.
        progress: told how many photos are done, of how many.

    Raises:
        InputError: no photo can be used.
    """
    vectors: list[NDArray[np.float32]] = []
    kept: list[tuple[str, str]] = []
    skipped: list[str] = []
    size = (embedder.card.height, embedder.card.width)
    for batch in read_ahead(photos, lambda photo: _prepare(photo[1], size)):
        ready = [(name, one) for (name, _), one in batch if isinstance(one, Prepared)]
        skipped += [one.problem for _, one in batch if isinstance(one, InputError)]
        if ready:
            vectors.append(embedder.embed(np.stack([one.crop for _, one in ready])))
            kept += [(name, one.sha256) for name, one in ready]
        progress(len(kept) + len(skipped), len(photos))
    if not kept:
        raise InputError(f"none of {len(photos)} photos can be used: {skipped[0]}", "give readable photos")
    names, hashes = zip(*kept, strict=True)
    return Things(np.concatenate(vectors), names, hashes, tuple(skipped))


def _prepare(path: Path, size: tuple[int, int]) -> Prepared | InputError:
    try:
        return prepare(path, size)
    except InputError as error:
        return error
