"""Opened: a gallery's file, its model and the moment it is read at."""

from __future__ import annotations

import difflib
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.store.change import Change
from gallery.store.transactions import Transactions
from gallery.store.version import Version, find, newest


class OpenGallery:
    """What every part of a `Gallery` needs.

    Attributes:
        path: the file.
        model: content hash of the embedder that made its vectors.
        dimension: D, length of its vectors.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, model: str | None) -> None:
        self.path = path
        self._file = Transactions(path, connection)
        self._opened_for = model
        with self._file.reading():
            now = newest(self._file.connection, path)
        self.model, self.dimension = now.model, now.dimension

    @property
    def version(self) -> int:
        """Number of changes committed so far, by any process. One row is read, so it is cheap to poll."""
        return self._now().version

    @property
    def state(self) -> str:
        """64 hexadecimal digits; equal where all that a gallery holds is equal. One row is read."""
        return self._now().state

    def state_at(self, version: int) -> str | None:
        """The state of a version, or None where it is not kept. One row is read."""
        with self._file.reading():
            found = find(self._file.connection, version, self.path)
        return None if found is None else found.state

    def moment(self) -> AbstractContextManager[None]:
        """Several reads of one moment: what others change meanwhile is not seen until it ends."""
        return self._file.reading()

    def checkpoint(self) -> None:
        """Bring what is still in the write-ahead log into the file, so that it can be moved without it.

        `close` does this, too, but says nothing where it fails.

        Raises:
            GalleryError: the disk is full or faulty, or another process is reading.
        """
        self._file.checkpoint()

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._file.connection.close()

    def _now(self) -> Version:
        with self._file.reading():
            return newest(self._file.connection, self.path)

    def _same_model(self) -> Version:
        """The present version, in a transaction whose vectors are of the model the gallery was opened with.

        Raises:
            GalleryError: another process has migrated it.
        """
        now = newest(self._file.connection, self.path)
        if (now.model, now.dimension) != (self.model, self.dimension):
            raise GalleryError(
                f"gallery {self.path} was moved to model {now.model[:12]} while it was open "
                f"with {self.model[:12]}",
                "start again with the --model that the gallery is of now",
            )
        return now

    def _may_take_views(self, change: Change) -> None:
        if self._opened_for is None:
            raise ValueError("a gallery opened without a model cannot take views")
        if self._opened_for != change.model:
            raise GalleryError(
                f"gallery {self.path} was moved to model {change.model[:12]}, "
                f"views of {self._opened_for[:12]} cannot be added",
                "start again with the --model that the gallery is of now",
            )

    def _check_known(self, *skus: str) -> None:
        """Raise an InputError that names the nearest ones if there is no such product."""
        connection = self._file.connection
        one = "SELECT 1 FROM products WHERE sku = ? AND removed_in IS NULL"
        missing = next((sku for sku in skus if not connection.execute(one, (sku,)).fetchone()), None)
        if missing is None:
            return
        known = [row[0] for row in connection.execute("SELECT sku FROM products WHERE removed_in IS NULL")]
        close = difflib.get_close_matches(missing, sorted(known), n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(map(repr, close))}?" if close else "see `checkout-edge gallery list`"
        raise InputError(f"no product {missing!r} in gallery {self.path}", hint)
