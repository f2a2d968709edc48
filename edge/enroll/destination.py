"""Destination: the gallery an enrolment goes into; where there is none, it appears with what is kept."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from edge.card import ModelCard
from edge.enroll.enrolled import EnrolledProduct, write
from gallery.errors import InputError
from gallery.store import Gallery
from gallery.store.drafts import draft
from gallery.store.explained import explained
from gallery.store.new_file import check_no_log, publish


class Destination:
    """Use `destination`.

    Attributes:
        gallery: open; to judge in. Before anything is kept it may be an empty one that stands in for the
            one to come.
    """

    def __init__(self, path: Path, card: ModelCard, gallery: Gallery, closing: contextlib.ExitStack) -> None:
        self.gallery = gallery
        self._path, self._card, self._closing = path, card, closing

    def keep(self, products: Sequence[EnrolledProduct], reason: str = "") -> None:
        """Write what was gathered into the gallery, in one transaction, and count it.

        Where there was none, it appears with these products or not at all; where another process has
        made one meanwhile, they are added to that.

        Raises:
            InputError: a photo is another product's already.
            GalleryError: the gallery cannot be written, or the new one is of another model.
        """
        if self.gallery.path != self._path:
            made = not self._path.exists() and self._make(products, reason)
            self.gallery = self._closing.enter_context(_open(self._path, self._card))
            if made:
                return
        write(products, self.gallery, reason)

    def _make(self, products: Sequence[EnrolledProduct], reason: str) -> bool:
        with draft(self._path) as beside:
            with _open(beside, self._card, create=True) as made:
                write(products, made, reason)
                made.checkpoint()
            with explained(self._path):
                return publish(beside, self._path)


@contextlib.contextmanager
def destination(path: Path, card: ModelCard) -> Iterator[Destination]:
    """Where products are enrolled into.

    Args:
        path: the gallery's file; it need not be there.
        card: of the embedder.

    Raises:
        InputError: it is not there, and its folder neither.
        GalleryError: it is damaged, locked, or of another model.
    """
    with contextlib.ExitStack() as closing:
        if path.exists():
            opened = _open(path, card)
        else:
            _check_place(path)
            folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="checkout-edge-"))
            opened = _open(Path(folder) / path.name, card, create=True)
        yield Destination(path, card, closing.enter_context(opened), closing)


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise InputError(
            f"folder {path.parent} of gallery {path.name} does not exist", "create the folder first"
        )
    with explained(path):
        check_no_log(path)


def _open(path: Path, card: ModelCard, create: bool = False) -> Gallery:
    return Gallery.open(path, model=card.space, dimension=card.dimension, create=create)
