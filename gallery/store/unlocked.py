"""Unlocked: a gallery read where SQLite can put no files beside it, without the locks that these hold."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gallery.errors import GalleryError

Stamp = tuple[int, int, int, int]
"""Inode, size and time of change of a gallery's file, and the size of its write-ahead log."""


class Unlocked(sqlite3.Connection):
    """A connection that takes the file for immutable (https://www.sqlite.org/uri.html#uriimmutable).

    It sees nothing of what others change, so it is good for as long as the file's stamp stays.

    Attributes:
        stamp: of the file, taken before it was opened.
        no_room: whether the disk refused the files beside it, and not their folder's rights.
        may_write: see `connect`.
    """

    stamp: Stamp = (0, 0, 0, 0)
    no_room: bool = False
    may_write: bool = True


def stamp_of(path: Path) -> Stamp:
    """The stamp of a gallery now; the file is not opened for it.

    Raises:
        OSError: it is gone.
    """
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns, log_size(path)


def log_size(path: Path) -> int:
    """Size of the write-ahead log beside a gallery, 0 where there is none."""
    wal = path.with_name(path.name + "-wal")
    return wal.stat().st_size if wal.exists() else 0


def check_unmoved(path: Path, connection: sqlite3.Connection) -> None:
    """See that what was read is of one moment, where no lock saw to it.

    Raises:
        GalleryError: the file was changed meanwhile.
    """
    if isinstance(connection, Unlocked) and stamp_of(path)[:3] != connection.stamp[:3]:
        raise GalleryError(f"gallery {path} was changed while it was read without locks", "try again")


def check_room(path: Path, connection: sqlite3.Connection) -> None:
    """See that a change has a chance.

    Raises:
        GalleryError: there is no room for the files that it needs.
    """
    if isinstance(connection, Unlocked) and connection.no_room:
        raise GalleryError(
            f"gallery {path} cannot be changed: the disk is full, or faulty",
            "free some space and try again; nothing was lost",
        )
