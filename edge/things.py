"""Things: photos of things, a folder each, that are embedded but not enrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.embed import Embedder
from edge.enroll.one_photo import Prepared, prepare
from edge.photo.folder import entries, photos_in
from gallery.errors import InputError

BATCH = 16
_DECODERS = 2  # threads; a large PNG takes 200 MB while it is decoded


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
    for batch in _prepared(photos, (embedder.card.height, embedder.card.width)):
        ready = [(name, one) for name, one in batch if isinstance(one, Prepared)]
        skipped += [one.problem for _, one in batch if isinstance(one, InputError)]
        if ready:
            vectors.append(embedder.embed(np.stack([one.crop for _, one in ready])))
            kept += [(name, one.sha256) for name, one in ready]
        progress(len(kept) + len(skipped), len(photos))
    if not kept:
        raise InputError(f"none of {len(photos)} photos can be used: {skipped[0]}", "give readable photos")
    names, hashes = zip(*kept, strict=True)
    return Things(np.concatenate(vectors), names, hashes, tuple(skipped))


def _prepared(
    photos: Sequence[tuple[str, Path]], size: tuple[int, int]
) -> Iterator[list[tuple[str, Prepared | InputError]]]:
    with ThreadPoolExecutor(_DECODERS, thread_name_prefix="photo") as pool:
        for first in range(0, len(photos), BATCH):
            batch = photos[first : first + BATCH]
            read = pool.map(lambda one: _prepare(one[1], size), batch)
            yield list(zip((name for name, _ in batch), read, strict=True))


def _prepare(path: Path, size: tuple[int, int]) -> Prepared | InputError:
    try:
        return prepare(path, size)
    except InputError as error:
        return error
