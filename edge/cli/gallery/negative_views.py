"""Negative views: from photos of what a product is not to what the gallery keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from edge.embed import Embedder
from edge.enroll.from_till import TillPhoto
from edge.enroll.one_photo import Prepared, prepare
from edge.enroll.read_ahead import read_ahead
from edge.photo import photos_in
from gallery.errors import InputError
from gallery.view import View

Progress = Callable[[int, int], None]
"""Told how many photos are done, of how many."""


def photos_of(paths: Sequence[Path]) -> list[Path]:
    """Photos and the photos directly in folders, in order, each once.

    Raises:
        InputError: one is neither a file nor a folder, a folder has no photo, or a file of another
            kind looks like one.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = photos_in(path)
        if not inside.photos:
            raise InputError(f"folder {path} has no photo", "give a folder with JPEG, PNG or WebP files")
        found.extend(inside.photos)
    return list(dict.fromkeys(found))


def embedded(
    photos: Sequence[Path], seen: Sequence[TillPhoto], embedder: Embedder, progress: Progress
) -> list[View]:
    """The views of photos and of what a till has seen, each embedded as at enrolment.

    Args:
        photos: files.
        seen: pictures from a till's ledger.
        embedder: the gallery's model.
        progress: told of each batch.

    Raises:
        InputError: a photo cannot be used; nothing should be written then.
    """
    size = (embedder.card.height, embedder.card.width)
    jobs: list[Path | TillPhoto] = [*photos, *seen]
    views: list[View] = []
    for batch in read_ahead(jobs, lambda job: _prepared(job, size)):
        vectors = embedder.embed(np.stack([one.crop for _, one in batch]))
        views += [one.view(vector) for (_, one), vector in zip(batch, vectors, strict=True)]
        progress(len(views), len(jobs))
    return views


def _prepared(job: Path | TillPhoto, size: tuple[int, int]) -> Prepared:
    return prepare(job, size) if isinstance(job, Path) else job.prepare(size)
