"""Version: one change of a gallery, with its time and reason."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.store.explained import RESTORE

_COLUMNS = "version, time, action, reason, lower(hex(state)), model, dimension"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a gallery.

    Attributes:
        version: counts changes; the first one kept is higher than 0 after `compact`.
        time: when it was made, UTC, ISO 8601, as `2026-05-01T12:00:00+00:00`.
        action: what made it: create, enroll, remove, reject, unreject, group, ungroup, rollback,
            compact, calibrate, import, migrate, or upgrade.
        reason: why, in the shop's words; may be empty.
        state: 64 hexadecimal digits; equal where all that the gallery held was equal.
        model: content hash of the embedder of its vectors.
        dimension: D of its vectors.
    """

    version: int
    time: str
    action: str
    reason: str
    state: str
    model: str
    dimension: int


def newest(connection: sqlite3.Connection, path: Path) -> Version:
    """The version that is now.

    Raises:
        GalleryError: the file has none.
    """
    found = versions(connection, 1)
    if not found:
        raise GalleryError(f"gallery {path} does not say its version and model", RESTORE)
    return found[0]


def versions(connection: sqlite3.Connection, limit: int | None = None) -> list[Version]:
    """The versions kept, newest first, at most `limit`."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM versions ORDER BY version DESC LIMIT ?", (-1 if limit is None else limit,)
    )
    return [Version(*row) for row in rows]


def find(connection: sqlite3.Connection, version: int) -> Version | None:
    """One version, or None where it is not kept."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM versions WHERE version = ?", (version,)).fetchone()
    return None if row is None else Version(*row)


def kept(connection: sqlite3.Connection, version: int, path: Path) -> Version:
    """One version.

    Raises:
        InputError: it is not kept.
    """
    found = find(connection, version)
    if found is None:
        low, high = connection.execute("SELECT min(version), max(version) FROM versions").fetchone()
        raise InputError(
            f"no version {version} in gallery {path}",
            f"it keeps versions {low} to {high}: see `checkout-edge gallery log`",
        )
    return found
