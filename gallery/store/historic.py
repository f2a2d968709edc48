"""Historic: the versions of a gallery, what differs between them, and whether all of it is whole."""

from __future__ import annotations

from collections.abc import Callable

from gallery.store import compaction
from gallery.store.compaction import Compaction
from gallery.store.difference import Difference, difference
from gallery.store.fault import Fault
from gallery.store.opened import OpenGallery
from gallery.store.reason import check_reason
from gallery.store.rollback import rollback
from gallery.store.verify import verify
from gallery.store.version import Version, kept, versions


class HistoricGallery(OpenGallery):
    """The part of a `Gallery` that knows its past."""

    def log(self, limit: int | None = None) -> list[Version]:
        """The versions kept, newest first; at most `limit`.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            return versions(self._file.connection, self.path, limit)

    def diff(self, old: int, new: int) -> Difference:
        """What leads from version `old` to `new`; either may be the older one.

        Raises:
            InputError: one of them is not kept.
            GalleryError: the file cannot be read.
        """
        with self._file.reading():
            connection = self._file.connection
            before, after = kept(connection, old, self.path), kept(connection, new, self.path)
            return difference(connection, before, after, self.path)

    def rollback(self, version: int, *, reason: str = "") -> int:
        """Make the gallery again what it was in `version`, the model of its vectors too.

        This is a version of its own, so that it can be rolled back, too.

        Returns:
            The number of the present version: a new one, unless all is as it was in `version` anyway.

        Raises:
            InputError: that version is not kept.
            GalleryError: it is damaged, or the file is locked or cannot be written.
        """
        with self._file.writing("rollback", check_reason(reason)) as change:
            then = kept(change.connection, version, self.path)
            rollback(change, then, self.path)
        self.model, self.dimension = then.model, then.dimension
        return self.version

    def compact(self, keep_from: int, *, reason: str = "", anyway: bool = False) -> Compaction:
        """Forget all versions before `keep_from`, and make the file as small as what is left.

        What is deleted can no longer be rolled back to. It needs room for a second copy of the file.

        Args:
            keep_from: the oldest version that is kept.
            reason: why, for the log.
            anyway: also drop the vectors of the model before, though there is no calibration for
                the present one.

        Raises:
            InputError: there is no such version, or the present model is not calibrated.
            GalleryError: the file is locked or cannot be written, or the disk is full.
        """
        before = self._bytes()
        with self._file.writing("compact", check_reason(reason)) as change:
            dropped, views = compaction.forget(change, keep_from, self.path, anyway=anyway)
        shrunk = compaction.shrink(self._file.connection, self.path)
        return Compaction(self.version, dropped, views, before, self._bytes(), shrunk)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> list[Fault]:
        """Read the whole file and check it against itself; an empty list where all is well.

        Args:
            progress: told how many rows are done, of how many.

        Raises:
            GalleryError: the file cannot be read at all.
        """
        with self._file.reading():
            return verify(self._file.connection, self.path, progress)

    def _bytes(self) -> int:
        with self._file.reading():
            return self._file.one("PRAGMA page_count") * self._file.one("PRAGMA page_size")
