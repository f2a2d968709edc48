"""Calibrations: thresholds kept in the gallery beside the state they were measured on, and taken back."""

from __future__ import annotations

import sqlite3
from datetime import timezone
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.risk.calibration import Calibration
from gallery.store.change import Change
from gallery.store.state import calibration_digest
from gallery.store.version import Version

_BAD = ValueError, TypeError, AttributeError  # what a damaged row raises

COLUMNS = "version, state, model, data, digest"
_NONE = ""  # the data of a row that ends the one before: from its version on nothing is calibrated

Row = tuple[int, bytes, str, str, bytes]
"""A row of the table, `COLUMNS` of it."""


def keep(change: Change, calibration: Calibration) -> None:
    """Add a calibration. The state of the gallery stays, the version is a new one.

    Raises:
        InputError: it was measured with another model.
    """
    if calibration.model != change.model:
        raise InputError(
            f"the calibration is of model {calibration.model[:12]}, the gallery of {change.model[:12]}",
            "calibrate again",
        )
    _add(change, bytes.fromhex(calibration.state), calibration.model, calibration.model_dump_json())


def in_force(connection: sqlite3.Connection, version: int, model: str) -> Row | None:
    """The row that a version of `model` goes by: the last one of that model kept until then, if any."""
    row: Row | None = connection.execute(
        f"SELECT {COLUMNS} FROM calibrations WHERE model = ? AND version <= ? ORDER BY id DESC LIMIT 1",
        (model, version),
    ).fetchone()
    return row


def restore(change: Change, then: Version, path: Path) -> None:
    """Let what was in force in version `then` be in force again; where nothing was, nothing is.

    Raises:
        GalleryError: it is damaged.
    """
    was = in_force(change.connection, then.version, then.model)
    now = in_force(change.connection, change.version, then.model)
    if same(was, now):
        return
    try:
        calibration = None if was is None else parse(was)
    except _BAD:
        raise GalleryError(
            f"gallery {path}: the calibration of version {then.version} is damaged",
            "roll back to another version, or calibrate again",
        ) from None
    if was is None or calibration is None:
        _add(change, bytes.fromhex(then.state), then.model, _NONE)
    else:
        _add(change, was[1], was[2], was[3])


def same(one: Row | None, other: Row | None) -> bool:
    """Whether two rows say the same; no row, and one that ends another, both say nothing."""
    return _content(one) == _content(other)


def parse(row: Row) -> Calibration | None:
    """The calibration of a row; None where it says that there is none.

    Raises:
        ValueError: it is damaged.
    """
    if calibration_digest(*row[:4]) != row[4]:
        raise ValueError(f"the calibration of version {row[0]} is not what was written")
    return None if row[3] == _NONE else Calibration.model_validate_json(row[3])


def in_words(row: Row | None) -> str:
    """What a row says, for people; of a damaged one too."""
    try:
        calibration = None if row is None else parse(row)
    except _BAD:
        return "a damaged one"
    if calibration is None:
        return "none"
    thresholds = f"distance {calibration.distance:.4f}, margin {calibration.margin:.4f}"
    return f"{thresholds} of {calibration.made.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"


def current(connection: sqlite3.Connection, path: Path) -> Calibration | None:
    """The calibration in force: the last one of this model, unless a rollback took it back.

    Raises:
        GalleryError: it is damaged.
    """
    now = connection.execute("SELECT version, model FROM versions ORDER BY version DESC LIMIT 1").fetchone()
    row = in_force(connection, *now)
    try:
        return None if row is None else parse(row)
    except _BAD:
        raise GalleryError(
            f"gallery {path}: the calibration of version {row[0] if row else now[0]} is damaged, "
            "or of another program",
            "run `checkout-edge calibrate` again",
        ) from None


def _add(change: Change, state: bytes, model: str, data: str) -> None:
    row = change.version, state, model, data
    change.connection.execute(
        "INSERT INTO calibrations (version, state, model, data, digest) VALUES (?, ?, ?, ?, ?)",
        (*row, calibration_digest(*row)),
    )
    change.says_more = True


def _content(row: Row | None) -> tuple[bytes, str, str] | None:
    return None if row is None or row[3] == _NONE else row[1:4]
