"""Photos for `--unknown`: things that are not sold, embedded with the gallery's model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.cli.gallery.tell import bar, counted, tell
from edge.things import embed_things, listing
from gallery import Gallery
from gallery.errors import InputError


def photographed(
    folder: Path, gallery: Gallery, model: Path | None, backend: str, threads: int | None
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Vectors float32 `[N, D]` of the photos in a folder, and the thing that each shows.

    Raises:
        InputError: the folder has no photo that can be used, a photo is of a product that is enrolled, or
            the model is not the gallery's.
        DeviceError: the backend is not there.
    """
    photos = listing(folder)
    embedder = embed.load(model, backend, threads)
    if embedder.card.space != gallery.model:
        raise InputError(
            f"model {embedder.card.name} is not the one that gallery {gallery.path} was enrolled with",
            "give that one with --model",
        )
    with bar("photos") as progress:
        found = embed_things(photos, embedder, progress)
    for line in found.skipped:
        tell(f"skipped: {line}")
    _refuse_enrolled(folder, gallery, found.names, found.photos)
    tell(f"{counted(len(found.names), 'photo')} of {counted(len(set(found.names)), 'thing')} not sold")
    return found.vectors, found.names


def _refuse_enrolled(folder: Path, gallery: Gallery, names: tuple[str, ...], photos: tuple[str, ...]) -> None:
    enrolled = {view.photo_hash: view.sku for view in gallery.live_views() if view.role == "is"}
    for name, photo in zip(names, photos, strict=True):
        if photo in enrolled:
            raise InputError(
                f"--unknown {folder}: a photo of {name!r} is enrolled as {enrolled[photo]!r}",
                "take it out: it shows a thing that is sold",
            )
