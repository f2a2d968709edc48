"""Create: a new gallery from an archive; it appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

from gallery.errors import InputError
from gallery.store.archive.bring import replace_all
from gallery.store.archive.read import Archive, Progress
from gallery.store.drafts import draft
from gallery.store.explained import explained
from gallery.store.gallery import Gallery
from gallery.store.new_file import publish


def create(path: Path, archive: Archive, *, reason: str = "", progress: Progress | None = None) -> int:
    """Make a gallery that holds what an archive holds.

    Args:
        path: where there is none yet.
        archive: checked.
        reason: kept in the history.
        progress: told of each block of views.

    Returns:
        The new gallery's version.

    Raises:
        InputError: its folder does not exist, or another process made one meanwhile.
        GalleryError: it cannot be written.
    """
    told = archive.manifest
    with draft(path) as beside:
        with Gallery.open(beside, model=told.model, dimension=told.dimension, create=True) as made:
            version = replace_all(made, archive, reason=reason, progress=progress)
            made.checkpoint()
        with explained(path):
            if not publish(beside, path):
                raise InputError(f"gallery {path} is there now", "another process made it: look at it first")
    return version
