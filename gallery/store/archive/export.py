"""Export: a gallery as one file, to carry it to another till or to keep it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gallery.errors import InputError
from gallery.store.archive import content
from gallery.store.archive.block import Carried
from gallery.store.archive.content import Content
from gallery.store.archive.manifest import Counts, Manifest
from gallery.store.archive.read import hash_of
from gallery.store.archive.write import Members
from gallery.store.drafts import draft
from gallery.store.gallery import Gallery


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the archive, the SHA-256 of the whole file, its bytes, and its manifest."""

    path: Path
    sha256: str
    bytes: int
    manifest: Manifest


Progress = Callable[[int, int], None]
"""Told how many views are done, of how many."""


def export(
    gallery: Gallery, path: Path, *, overwrite: bool = False, progress: Progress | None = None
) -> Exported:
    """Write all that is live in a gallery, as it is at one moment. History stays where it is.

    The file appears whole or not at all. One block of views is in memory at a time.

    Args:
        gallery: it is only read.
        path: the archive to make.
        overwrite: whether a file that is there may be replaced.
        progress: told of each view.

    Raises:
        InputError: the file is there already, or cannot be written.
        GalleryError: the gallery cannot be read, or is damaged.
    """
    if path.exists() and (not overwrite or not path.is_file() or path.samefile(gallery.path)):
        raise InputError(f"{path} exists", "give another name, or --overwrite to replace an older export")
    try:
        with draft(path) as made:
            with made.open("xb") as file:
                with zipfile.ZipFile(file, "w") as members:
                    manifest = _write(gallery, Members(members), progress)
                file.flush()
                os.fsync(file.fileno())
            with made.open("rb") as file:
                sha256, size = hash_of(file), made.stat().st_size
            os.replace(made, path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that can be written and has space"
        ) from None
    return Exported(path, sha256, size, manifest)


def _write(gallery: Gallery, members: Members, progress: Progress | None) -> Manifest:
    with gallery.moment():
        contents = gallery.contents(vectors=False)
        calibration = contents.calibration
        if calibration is not None and not calibration.is_fresh(contents.state, contents.model):
            calibration = None
        members.add(content.NAME, Content(contents.products, contents.groups, calibration).to_bytes())
        members.add_views(_told(_carried(gallery), len(gallery.live_views()), progress))
    manifest = Manifest(
        model=contents.model,
        dimension=gallery.dimension,
        gallery_version=contents.version,
        state=contents.state,
        counts=Counts(
            products=len(contents.products),
            views=len(contents.skus),
            negatives=len(contents.negatives.skus),
            groups=len(contents.groups),
        ),
        calibrated=calibration is not None,
        members=tuple(members.written),
    )
    members.close(manifest)
    return manifest


def _carried(gallery: Gallery) -> Iterator[Carried]:
    for row, view in gallery.whole_views():
        yield Carried(row.sku, row.role == "not", view)


def _told(views: Iterator[Carried], total: int, progress: Progress | None) -> Iterator[Carried]:
    for done, carried in enumerate(views, start=1):
        yield carried
        if progress is not None:
            progress(done, total)
