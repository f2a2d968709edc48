"""`gallery verify`: is a gallery's file still what was written?"""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.console import Console

from edge.cli.gallery.tell import bar, counted, tell
from edge.cli.options import DEFAULT_GALLERY, GalleryOption, JsonOption
from gallery.errors import GalleryError
from gallery.index import check_cache
from gallery.store import Fault, Gallery


def verify(gallery: GalleryOption = DEFAULT_GALLERY, as_json: JsonOption = False) -> None:
    """Read a gallery whole: every vector, thumbnail, crop and hash, its history, and its index file.

    Exit code 3 where anything is not as it was written; each fault is named with its remedy.
    """
    with Gallery.inspect(gallery) as opened:
        facts = opened.stats()
        with bar("rows") as progress:
            faults = opened.verify(progress)
        index = None if faults else check_cache(opened)
    if index is not None:
        faults = [*faults, Fault("index file", index, "delete it: it is built again from the gallery")]
    if as_json:
        told = {"gallery": str(gallery), "version": facts.version, "state": facts.state}
        Console().print_json(data={**told, "faults": [asdict(fault) for fault in faults]})
    if faults:
        if not as_json:
            for fault in faults:
                typer.echo(f"{fault.where}: {fault.problem}\n  remedy: {fault.remedy}")
        raise GalleryError(
            f"gallery {gallery}: {counted(len(faults), 'fault')} found", "see the remedy of each, above"
        )
    if not as_json:
        held = ", ".join(
            counted(count, what)
            for count, what in (
                (facts.products, "product"),
                (facts.views, "view"),
                (facts.negatives, "rejected view"),
                (facts.versions, "version"),
            )
        )
        tell(f"{gallery} is whole: {held}, state {facts.state[:12]}")
