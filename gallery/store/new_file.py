"""New file: make an empty gallery, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from gallery.errors import InputError
from gallery.store.change import write_version
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
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with explained(path):
            draft.unlink(missing_ok=True)
            _write_empty(draft, model, dimension)
            publish(draft, path)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_empty(draft: Path, model: str, dimension: int) -> None:
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN")
        create_tables(connection)
        write_version(connection, 0, "create", "", empty(model, dimension), model, dimension)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


def publish(draft: Path, path: Path) -> bool:
    """Let a finished file appear under its name, unless there is one already: then False, and that stays.

    The draft is in the same folder, and the caller's to delete.

    Raises:
        OSError: it cannot be.
    """
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links, as on SD cards
        if path.exists():
            return False
        os.replace(draft, path)
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
