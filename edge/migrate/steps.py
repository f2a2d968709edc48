"""Steps: embed again, compare, switch. Until the last one the gallery is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.embed import Embedder
from edge.migrate.compare import Comparison, compare
from edge.migrate.draft import Draft
from edge.migrate.embedded import Embedded
from edge.migrate.pictures import Picture, find_photos, pictures
from gallery.errors import GalleryError, InputError
from gallery.risk.calibration import Calibration
from gallery.store import Gallery

BATCH = 16

Progress = Callable[[int, int], None]
"""Told how many views are done, of how many."""


def embed_views(
    gallery: Gallery, embedder: Embedder, draft: Draft, photos: Path | None, progress: Progress | None = None
) -> Embedded:
    """Embed every live view again, negative ones too; what `draft` has is taken from there.

    Args:
        gallery: it is only read.
        embedder: the new model.
        draft: where each batch is kept.
        photos: folder with the photos of views that have no stored crop, or None.
        progress: called after each batch.

    Raises:
        InputError: the gallery is of this model already, is empty, or a view has no picture.
        GalleryError: a stored crop is damaged, or the gallery cannot be read.
    """
    if gallery.model == embedder.card.space:
        raise InputError(
            f"gallery {gallery.path} is of {embedder.card.name} already",
            "give the model to go to with --model",
        )
    with gallery.moment():
        state, views = gallery.state, gallery.live_views()
    if not views:
        raise InputError(f"gallery {gallery.path} is empty", "enrol into a new one with the new model")
    found = find_photos(gallery, views, photos)
    vectors = np.empty((len(views), embedder.card.dimension), np.float32)
    done = 0
    for batch in _in_batches(pictures(gallery, views, found)):
        vectors[done : done + len(batch)] = _embed(batch, embedder, draft)
        done += len(batch)
        if progress is not None:
            progress(done, len(views))
    ids = np.array([view.view_id for view in views], np.int64)
    positive = np.array([view.role == "is" for view in views], bool)
    return Embedded(state, ids, [view.sku for view in views], positive, vectors)


def compare_spaces(gallery: Gallery, new: Embedded) -> Comparison:
    """Leave-one-out answers of the gallery's own vectors and the new ones.

    Raises:
        GalleryError: a stored vector is damaged.
    """
    vectors, skus = new.of_products()
    return compare(gallery.vectors(new.view_ids[new.positive]), vectors, skus)


def switch(
    gallery: Gallery, embedder: Embedder, new: Embedded, calibration: Calibration | None, reason: str = ""
) -> int:
    """Make the new vectors the gallery's, with their calibration, in one version.

    Args:
        gallery: open for writing.
        embedder: the new model.
        new: of the gallery's present state.
        calibration: measured on `new`, or None; it is bound to the state that results.
        reason: kept in the history.

    Returns:
        The version made.

    Raises:
        GalleryError: the gallery was changed since `new` was embedded, or cannot be written.
    """
    card = embedder.card
    with gallery.changing("migrate", reason=reason) as change:
        if change.state() != new.state:
            raise GalleryError(
                f"gallery {gallery.path} was changed while it was being migrated",
                "run migrate again: what is embedded already is kept, and nothing is lost",
            )
        gallery.re_embed(
            card.space, card.dimension, dict(zip(new.view_ids.tolist(), new.vectors, strict=True))
        )
        if calibration is not None:
            bound = {"model": card.space, "state": change.state(), "version": change.version}
            gallery.keep_calibration(calibration.model_copy(update=bound))
    return gallery.version


def _in_batches(stream: Iterable[Picture]) -> Iterator[list[Picture]]:
    rest = iter(stream)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _embed(batch: Sequence[Picture], embedder: Embedder, draft: Draft) -> NDArray[np.float32]:
    """Vectors of a batch, float32 `[N, E]`; those that the draft lacks are embedded together."""
    keys = [picture.key for picture in batch]
    size = (embedder.card.height, embedder.card.width)
    todo = {key: picture for key, picture in zip(keys, batch, strict=True) if key not in draft.vectors}
    if todo:
        crops = np.stack([picture.decode(size) for picture in todo.values()])
        draft.add(list(todo), embedder.embed(crops))
    return np.stack([draft.vectors[key] for key in keys])
