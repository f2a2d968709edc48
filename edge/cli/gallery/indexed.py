"""Indexed: the index beside a large gallery follows a change, and says so."""

from __future__ import annotations

from edge.cli.gallery.tell import bar, tell
from gallery.index import keep_graph
from gallery.store import Gallery


def keep_index(gallery: Gallery) -> None:
    """Bring the index file up to date after a change, for the tills that open the gallery next.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    with bar("indexing") as progress:
        said = keep_graph(gallery, progress)
    if said is not None:
        tell(said)
