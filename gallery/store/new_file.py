"""New file: make an empty gallery, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.store.change import write_version
from gallery.store.drafts import draft
from gallery.store.explained import explained
from gallery.store.schema import APPLICATION_ID, SCHEMA_VERSION, create_tables
from gallery.store.state import empty


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
    with explained(path), draft(path) as made:
        _write_empty(made, model, dimension)
        publish(made, path)


def _write_empty(made: Path, model: str, dimension: int) -> None:
    with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN")
        create_tables(connection)
        write_version(connection, 0, "create", "", empty(model, dimension), model, dimension)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


def publish(made: Path, path: Path) -> bool:
    """Let a finished file appear under its name, unless there is one already: then False, and that stays.

    `made` is in the same folder, and the caller's to delete.

    Raises:
        OSError: it cannot be.
        GalleryError: the log of a gallery that is gone lies there: SQLite would write it into this one
            (https://www.sqlite.org/howtocorrupt.html, 1.4).
    """
    check_no_log(path)
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links, as on SD cards
        if path.exists():
            return False
        os.replace(made, path)
    _sync_folder(path.parent)
    return True


def check_no_log(path: Path) -> None:
    """Refuse to make a gallery where the log of another one lies that is gone.

    Raises:
        GalleryError: it does.
    """
    for suffix in ("-wal", "-journal"):
        log = path.with_name(path.name + suffix)
        if log.exists() and log.stat().st_size and not path.exists():
            raise GalleryError(
                f"{log} holds the last changes of a gallery that is not there",
                f"put that gallery back as {path}, or move its log away, then try again",
            )


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
