"""Verify: read everything in a gallery's file and check it against what was written beside it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from gallery.store import calibrations, state, version
from gallery.store.explained import RESTORE
from gallery.store.fault import Fault
from gallery.store.sums import Sums
from gallery.store.verify_rows import BAD_ROW, check_lookalikes, check_products, check_views

_STEP = 64  # rows between two calls of `progress`


def verify(
    connection: sqlite3.Connection, path: Path, progress: Callable[[int, int], None] | None = None
) -> list[Fault]:
    """All that is wrong with the file: SQLite's own check, every row, picture and vector, every version.

    Args:
        connection: in a read transaction.
        path: the file, for the messages.
        progress: told how many rows are done, of how many.
    """
    faults = list(_readable("the file", _check_file(connection, path)))
    sums, total, done = Sums(), _rows(connection), 0
    for what, check in (
        ("the products", check_products),
        ("the groups", check_lookalikes),
        ("the views", check_views),
    ):
        for found in _rows_of(what, check(connection, sums), faults):
            faults.extend(found)
            done += 1
            if progress is not None and (done % _STEP == 0 or done >= total):
                progress(done, max(done, total))
    faults.extend(_readable("the versions", _check_versions(connection, sums)))
    faults.extend(_readable("the calibrations", _check_calibrations(connection)))
    return list(dict.fromkeys(faults))


def _rows(connection: sqlite3.Connection) -> int:
    try:
        return sum(
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("products", "views", "lookalikes")
        )
    except sqlite3.DatabaseError:
        return 0


def _readable(what: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    try:
        yield from faults
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        yield Fault(what, f"cannot be read: {error}", RESTORE)


def _rows_of(what: str, rows: Iterator[list[Fault]], faults: list[Fault]) -> Iterator[list[Fault]]:
    try:
        yield from rows
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        faults.append(Fault(what, f"cannot all be read: {error}", RESTORE))


def _check_file(connection: sqlite3.Connection, path: Path) -> Iterator[Fault]:
    for (message,) in connection.execute("PRAGMA integrity_check(100)"):
        for line in str(message).splitlines():
            if line != "ok" and not line.startswith("*** in database"):
                yield Fault(f"the file {path}", line, RESTORE)


def _check_versions(connection: sqlite3.Connection, sums: Sums) -> Iterator[Fault]:
    rows = connection.execute(f"SELECT {version.COLUMNS} FROM versions ORDER BY version").fetchall()
    for before, after in itertools.pairwise(row[0] for row in rows):
        if after != before + 1:
            problem = f"the versions between {before} and {after} are missing"
            yield Fault("the history", problem, RESTORE)
    for row, total in zip(rows, sums.totals([row[0] for row in rows]), strict=True):
        one = version.parse(row)
        if one is None:
            yield Fault(f"version {row[0]}", "its row is not what was written", RESTORE)
        elif state.moved(state.empty(one.model, one.dimension), [total], []).hex() != one.state:
            yield Fault(f"version {row[0]}", "what it holds is not what was written", RESTORE)


def _check_calibrations(connection: sqlite3.Connection) -> Iterator[Fault]:
    for row in connection.execute(f"SELECT {calibrations.COLUMNS} FROM calibrations"):
        try:
            calibrations.parse(row)
        except BAD_ROW:
            yield Fault(
                f"the calibration of version {row[0]}", "it is not what was written", "calibrate again"
            )
