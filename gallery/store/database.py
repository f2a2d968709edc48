"""Database: open the SQLite file under a gallery with care, and refuse what is none."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from pathlib import Path
from typing import TypeVar

from gallery.errors import GalleryError
from gallery.store.explained import RESTORE, explained, in_words
from gallery.store.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    application_id,
    missing_tables,
    schema_version,
)
from gallery.store.unlocked import Unlocked, check_room, log_size, stamp_of
from gallery.store.upgrade import upgrade, upgraded_copy

BUSY_SECONDS = 5.0
"""How long a writer waits for another before it gives up."""

_log = logging.getLogger(__name__)
_HEADER = 100  # bytes of an SQLite file's header
_told: set[Path] = set()  # of which it was said that there is no room
_Connection = TypeVar("_Connection", bound=sqlite3.Connection)


def connect(path: Path, *, may_write: bool = True) -> sqlite3.Connection:
    """Open an existing gallery file and check that this program can read it.

    The file is left as it is when it is refused. From a folder where nothing can be written, or on a
    full disk, it is opened for reading alone, see `Unlocked`. It takes as long for a large file as for a
    small one: what is read later is checked then, and `verify` reads it all. A file of schema 1 is
    upgraded, or a temporary copy of it where it cannot be written.

    Args:
        path: the file.
        may_write: False leaves a file of an older schema as it is.

    Raises:
        GalleryError: it is missing, damaged, no gallery, of a newer version, or locked.
    """
    _check_file(path)
    with explained(path):
        connection = _connect(path)
        try:
            _check_schema(path, connection)
            if isinstance(connection, Unlocked):
                connection.may_write = may_write
            if schema_version(connection) < SCHEMA_VERSION:
                if may_write:
                    check_room(path, connection)
                connection = upgrade(path, connection) if may_write else upgraded_copy(path, connection)
            _check_tables(path, connection)
            _set_up(connection, may_write)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return _ready(path, "mode=rw", sqlite3.Connection)
    except sqlite3.OperationalError as error:
        no_room = any(sign in str(error) for sign in ("disk I/O", "disk is full"))
        if log_size(path) or (os.access(path.parent, os.W_OK) and not no_room):
            raise
        refused = error
    stamp = stamp_of(path)
    connection = _ready(path, "mode=ro&immutable=1", Unlocked)
    connection.stamp, connection.no_room = stamp, no_room
    if not no_room:
        _log.info("gallery %s is in a read-only folder: opened for reading alone", path)
    elif path not in _told:
        _told.add(path)
        _log.warning("gallery %s: no room beside it (%s): opened for reading alone", path, refused)
    return connection


def _ready(path: Path, options: str, kind: type[_Connection]) -> _Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=kind,
    )
    try:
        connection.execute("PRAGMA schema_version").fetchone()
        connection.execute("PRAGMA synchronous = FULL")  # whatever this SQLite was built with
    except BaseException:
        connection.close()
        raise
    return connection


def _check_file(path: Path) -> None:
    """Refuse what cannot be an SQLite file, by its size alone.

    The file is never opened but by SQLite: closing any other descriptor on it would drop the locks of
    every connection that this process has to it (https://www.sqlite.org/howtocorrupt.html, 2.2), and the
    next process would take away the write-ahead log under them.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise GalleryError(f"no gallery at {path}", "make one with `checkout-edge enroll`") from None
    except OSError as error:
        raise GalleryError(f"gallery {path}: {error.strerror}", "give the path of a gallery file") from None
    if path.is_dir():
        raise GalleryError(f"gallery {path} is a folder", "give the path of a gallery file")
    if size < _HEADER:
        raise in_words(path, "not a database")


def _check_schema(path: Path, connection: sqlite3.Connection) -> None:
    version = schema_version(connection)
    if application_id(connection) != APPLICATION_ID or version < 1:
        raise GalleryError(f"{path} is an SQLite file but not a gallery", "give another --gallery PATH")
    if version > SCHEMA_VERSION:
        raise GalleryError(
            f"gallery {path} has format {version}; this program reads up to {SCHEMA_VERSION}",
            "update checkout-edge on this machine",
        )


def _check_tables(path: Path, connection: sqlite3.Connection) -> None:
    missing = missing_tables(connection)
    if missing:
        raise GalleryError(f"gallery {path} is damaged: it has no table {missing[0]!r}", RESTORE)


def _set_up(connection: sqlite3.Connection, may_write: bool) -> None:
    with contextlib.suppress(sqlite3.OperationalError):  # read-only: the journal stays as it is
        connection.execute("PRAGMA journal_mode = WAL")
    if not may_write:
        connection.execute("PRAGMA query_only = ON")
