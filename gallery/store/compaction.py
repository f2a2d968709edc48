"""Compaction: history before a version is dropped, and the file made as small as what is left."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.store import calibrations
from gallery.store.change import TABLES, Change
from gallery.store.explained import explained
from gallery.store.version import kept


@dataclass(frozen=True, slots=True)
class Compaction:
    """What became of a gallery's history.

    Attributes:
        version: the present one, after it.
        versions: how many were dropped.
        views: how many, negative ones too, were dropped with them; they had been removed before.
        bytes_before: size of the file.
        bytes_after: size of the file without what was dropped.
        shrunk: whether the file has that size now; False while another process is in the middle of a
            read: then it gets smaller once that has ended and the gallery is next written or closed.
    """

    version: int
    versions: int
    views: int
    bytes_before: int
    bytes_after: int
    shrunk: bool


def forget(change: Change, keep_from: int, path: Path, *, anyway: bool) -> tuple[int, int]:
    """Delete the versions before `keep_from` and all that is alive in none of the others.

    The calibrations that were in force in one of the versions kept stay.

    Returns:
        How many versions and views were deleted.

    Raises:
        InputError: there is no version `keep_from`; or, without `anyway`, it would drop the last version
            of the model before the present one, which is not calibrated yet.
    """
    connection = change.connection
    kept(connection, keep_from, path)
    if not anyway:
        _check_calibrated(change, keep_from, path)
    dropped = connection.execute("DELETE FROM versions WHERE version < ?", (keep_from,)).rowcount
    if not dropped:
        return 0, 0
    gone = {
        table: connection.execute(f"DELETE FROM {table} WHERE removed_in <= ?", (keep_from,)).rowcount
        for table in TABLES
    }
    connection.execute("DELETE FROM vectors WHERE id NOT IN (SELECT vector FROM views)")
    connection.execute("DELETE FROM pictures WHERE id NOT IN (SELECT picture FROM views)")
    connection.execute(
        "DELETE FROM calibrations WHERE model NOT IN (SELECT model FROM versions) OR (version <= :keep_from "
        "AND id NOT IN (SELECT max(id) FROM calibrations WHERE version <= :keep_from GROUP BY model))",
        {"keep_from": keep_from},
    )
    change.says_more = True
    return dropped, gone["views"]


def _check_calibrated(change: Change, keep_from: int, path: Path) -> None:
    (older,) = change.connection.execute(
        "SELECT max(version) FROM versions WHERE model != ?", (change.model,)
    ).fetchone()
    row = calibrations.in_force(change.connection, change.version, change.model)
    calibrated = not calibrations.same(row, None)
    if older is not None and older < keep_from and not calibrated:
        raise InputError(
            f"gallery {path} keeps the vectors of the model before: with {change.model[:12]} it was "
            "not calibrated yet",
            "run `checkout-edge calibrate` first, so that there is a way back until then",
        )


def shrink(connection: sqlite3.Connection, path: Path) -> bool:
    """Write the file anew without its gaps (https://www.sqlite.org/lang_vacuum.html).

    Returns:
        Whether it is smaller now; False where a reader still needs the file as it was.

    Raises:
        GalleryError: there is no room for a second copy, or another process holds the file. The
            history is dropped all the same.
    """
    try:
        with explained(path):
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy
    except GalleryError as error:
        raise GalleryError(
            f"the history was dropped, but the file is not smaller yet: {error.problem}",
            f"{error.remedy}; then compact again",
        ) from error
