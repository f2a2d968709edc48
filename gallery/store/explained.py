"""Explained: what SQLite or the disk says of a gallery file, in words a person can act on."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from gallery.errors import GalleryError

RESTORE = "restore it from a backup, or enrol again into another --gallery PATH"
_REMEDIES = (
    ("locked", "is locked by another process", "wait until the other one has finished, then try again"),
    ("disk is full", "cannot grow: the disk is full", "free some space and try again; nothing was lost"),
    (
        "disk I/O",
        "cannot be read or written: disk I/O error",
        "check the disk and its free space, then try again",
    ),
    ("readonly", "is read-only", "make the file and its folder writable, or use another --gallery PATH"),
    ("unable to open", "cannot be opened", "check the rights of the file and its folder"),
    ("not a database", "is not a gallery, or is damaged", RESTORE),
    ("malformed", "is damaged, or cut short", RESTORE),
)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the operating system says of `path` into a `GalleryError`.

    Raises:
        GalleryError: the block raised an `sqlite3.Error`, or an `OSError` of the disk, or met a text that
            is none.
    """
    try:
        yield
    except sqlite3.ProgrammingError:  # a fault of this program, not of the file
        raise
    except (sqlite3.IntegrityError, UnicodeDecodeError) as error:  # an index or a text, all is checked before
        raise in_words(path, f"malformed ({error})") from error
    except sqlite3.Error as error:
        raise in_words(path, str(error)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise in_words(path, "disk is full") from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise in_words(path, "readonly") from error
        if error.errno == errno.EIO:
            raise in_words(path, "disk I/O") from error
        if error.filename is not None:  # of a file, and not of a pipe that a caller writes to
            raise GalleryError(
                f"gallery {path}: {error.strerror}", "check its folder, then try again"
            ) from error
        raise


def in_words(path: Path, message: str) -> GalleryError:
    """The error for a message of SQLite's."""
    for sign, problem, remedy in _REMEDIES:
        if sign in message:
            return GalleryError(f"gallery {path} {problem}", remedy)
    return GalleryError(f"gallery {path}: {message}", RESTORE)
