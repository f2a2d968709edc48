"""Database: the SQLite file under a gallery — created whole, opened with care, errors in plain words."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from gallery.errors import GalleryError, InputError

APPLICATION_ID = 0x43456467  # "CEdg", https://www.sqlite.org/fileformat2.html#application_id
SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0
"""How long a writer waits for another before it gives up."""

_log = logging.getLogger(__name__)
_MAGIC = b"SQLite format 3\x00"
_RESTORE = "restore it from a backup, or enrol again into another --gallery PATH"
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
    ("not a database", "is not a gallery, or is damaged", _RESTORE),
    ("malformed", "is damaged", _RESTORE),
)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the operating system says of `path` into a `GalleryError`.

    Raises:
        GalleryError: the block raised an `sqlite3.Error`, or an `OSError` of the disk.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(path, str(error)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _in_words(path, "disk is full") from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise _in_words(path, "readonly") from error
        raise


def _in_words(path: Path, message: str) -> GalleryError:
    for sign, problem, remedy in _REMEDIES:
        if sign in message:
            return GalleryError(f"gallery {path} {problem}", remedy)
    return GalleryError(f"gallery {path}: {message}", _RESTORE)


def create(path: Path, model: str, dimension: int) -> None:
    """Make an empty gallery. It appears whole or not at all: a crash leaves nothing under `path`.

    Where two processes create it at once, the first one's file stays.

    Raises:
        InputError: its folder does not exist.
        GalleryError: it cannot be written.
    """
    if not path.parent.is_dir():
        raise InputError(
            f"folder {path.parent} of gallery {path.name} does not exist", "create the folder first"
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with explained(path):
            draft.unlink(missing_ok=True)
            _write_empty(draft, model, dimension)
            _publish(draft, path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_empty(draft: Path, model: str, dimension: int) -> None:
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.executescript(files("gallery").joinpath("schema.sql").read_text("utf-8"))
        facts = [("model", model), ("dimension", dimension), ("version", 0)]
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", facts)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("PRAGMA journal_mode = WAL")


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links, as on SD cards
        if not path.exists():
            os.replace(draft, path)
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing gallery file and check that this program can read it.

    The file is left as it is when it is refused. From a folder where nothing can be written it is
    opened for reading alone.

    Raises:
        GalleryError: it is missing, damaged, no gallery, of a newer version, or locked.
    """
    _check_header(path)
    with explained(path):
        connection = _connect(path)
        try:
            _check_schema(path, connection)
            _set_up(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    for options in ("mode=rw", "mode=ro&immutable=1"):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA schema_version").fetchone()
            return connection
        except sqlite3.OperationalError:
            connection.close()
            if "immutable" in options or os.access(path.parent, os.W_OK) or _log_of(path):
                raise
            _log.info("gallery %s is in a read-only folder: opened for reading alone", path)
    raise AssertionError("unreachable")


def _log_of(path: Path) -> int:
    wal = path.with_name(path.name + "-wal")
    return wal.stat().st_size if wal.exists() else 0


def _check_header(path: Path) -> None:
    """Refuse what is no SQLite file, or shorter than its header says, before SQLite touches it."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise GalleryError(f"no gallery at {path}", "make one with `checkout-edge enroll`") from None
    except OSError as error:
        raise GalleryError(f"gallery {path}: {error.strerror}", "give the path of a gallery file") from None
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise _in_words(path, "not a database")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if pages * (65536 if page == 1 else page) > size and not _log_of(path):
        raise GalleryError(f"gallery {path} is cut short: {size} bytes", _RESTORE)


def _check_schema(path: Path, connection: sqlite3.Connection) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID or version < 1:
        raise GalleryError(f"{path} is an SQLite file but not a gallery", "give another --gallery PATH")
    if version > SCHEMA_VERSION:
        raise GalleryError(
            f"gallery {path} has format {version}; this program reads up to {SCHEMA_VERSION}",
            "update checkout-edge on this machine",
        )
    fault = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        raise GalleryError(f"gallery {path} is damaged: {fault}", _RESTORE)


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    with contextlib.suppress(sqlite3.OperationalError):  # read-only: the journal stays as it is
        connection.execute("PRAGMA journal_mode = WAL")
