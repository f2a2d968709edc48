"""Version: one change of a gallery, with its time and reason."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.store.explained import RESTORE
from gallery.store.state import version_digest

COLUMNS = "version, time, action, reason, state, model, dimension, digest"


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
        GalleryError: the file has none, or it is damaged.
    """
    found = versions(connection, path, 1)
    if not found:
        raise GalleryError(f"gallery {path} does not say its version and model", RESTORE)
    return found[0]


def versions(connection: sqlite3.Connection, path: Path, limit: int | None = None) -> list[Version]:
    """The versions kept, newest first, at most `limit`.

    Raises:
        GalleryError: one of them is damaged.
    """
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM versions ORDER BY version DESC LIMIT ?", (-1 if limit is None else limit,)
    )
    return [_checked(row, path) for row in rows.fetchall()]


def find(connection: sqlite3.Connection, version: int, path: Path) -> Version | None:
    """One version, or None where it is not kept.

    Raises:
        GalleryError: it is damaged.
    """
    row = connection.execute(f"SELECT {COLUMNS} FROM versions WHERE version = ?", (version,)).fetchone()
    return None if row is None else _checked(row, path)


def kept(connection: sqlite3.Connection, version: int, path: Path) -> Version:
    """One version.

    Raises:
        InputError: it is not kept.
        GalleryError: it is damaged.
    """
    found = find(connection, version, path)
    if found is None:
        low, high = connection.execute("SELECT min(version), max(version) FROM versions").fetchone()
        raise InputError(
            f"no version {version} in gallery {path}",
            f"it keeps versions {low} to {high}: see `checkout-edge gallery log`",
        )
    return found


def parse(row: tuple[int, str, str, str, bytes, str, int, bytes]) -> Version | None:
    """The version of a row, `COLUMNS` of it; None where it is not what was written."""
    number, time, action, reason, state, model, dimension, digest = row
    try:
        if version_digest(number, time, action, reason, state, model, dimension) == digest:
            return Version(number, time, action, reason, state.hex(), model, dimension)
    except (AttributeError, TypeError):  # a field of another kind
        pass
    return None


def _checked(row: tuple[int, str, str, str, bytes, str, int, bytes], path: Path) -> Version:
    version = parse(row)
    if version is None:
        raise GalleryError(f"gallery {path}: version {row[0]} of its history is damaged", RESTORE)
    return version
