"""Change: one version in the making."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timezone

from gallery.store import state
from gallery.store.version import Version

TABLES = ("products", "views", "lookalikes")
"""The tables whose rows come with a version and go with another."""


class Change:
    """What a transaction is about to make of the gallery.

    Attributes:
        connection: in a transaction, which the caller ends.
        before: the version that the change starts from.
        version: the number of the one it makes.
        model, dimension: of the version it makes; the same as before unless it sets them.
        says_more: set where the change counts although the state stays, as when it keeps a calibration.
    """

    def __init__(self, connection: sqlite3.Connection, before: Version) -> None:
        self.connection = connection
        self.before = before
        self.version = before.version + 1
        self.model, self.dimension = before.model, before.dimension
        self.says_more = False

    def close(self, table: str, where: str, values: tuple[object, ...] = ()) -> int:
        """End the life of the live rows of `table` that match; how many there were."""
        return self.connection.execute(
            f"UPDATE {table} SET removed_in = ? WHERE removed_in IS NULL AND ({where})",
            (self.version, *values),
        ).rowcount

    def state(self) -> str:
        """The state that the gallery has with what was changed so far; it takes as long as there is of it."""
        before = bytes.fromhex(self.before.state)
        old = state.empty(self.before.model, self.before.dimension)
        became = state.moved(before, [state.empty(self.model, self.dimension)], [old])
        return state.moved(became, self._digests("added_in"), self._digests("removed_in")).hex()

    def _digests(self, column: str) -> Iterator[bytes]:
        for table in TABLES:
            for (digest,) in self.connection.execute(
                f"SELECT digest FROM {table} WHERE {column} = ?", (self.version,)
            ):
                yield digest


def seal(change: Change, action: str, reason: str) -> bool:
    """Write the new version, unless the change leaves all as it was: then False, and nothing is written."""
    _forget_what_came_and_went(change)
    became = change.state()
    if became == change.before.state and not change.says_more:
        return False
    write_version(
        change.connection,
        *(change.version, action, reason, bytes.fromhex(became), change.model, change.dimension),
    )
    return True


def write_version(
    connection: sqlite3.Connection,
    version: int,
    action: str,
    reason: str,
    became: bytes,
    model: str,
    dimension: int,
) -> None:
    """Add a row to the history; its time is now."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    row = version, now, action, reason, became, model, dimension
    connection.execute(
        "INSERT INTO versions (version, time, action, reason, state, model, dimension, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, state.version_digest(*row)),
    )


def _forget_what_came_and_went(change: Change) -> None:
    """Rows that no version ever shows, as when one change takes out what it put in."""
    gone = "removed_in = ? AND added_in = removed_in"
    execute, version = change.connection.execute, change.version
    views = [row[0] for row in execute(f"SELECT id FROM views WHERE {gone}", (version,))]
    for table in TABLES:
        execute(f"DELETE FROM {table} WHERE {gone}", (version,))
    for content, key in (("vectors", "vector"), ("pictures", "picture")):
        still = f"SELECT {key} FROM views WHERE added_in = ?"
        for view in views:
            execute(f"DELETE FROM {content} WHERE id = ? AND id NOT IN ({still})", (view, version))
