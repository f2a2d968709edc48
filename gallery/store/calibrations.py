"""Calibrations: thresholds kept in the gallery beside the state they were measured on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gallery.errors import GalleryError, InputError
from gallery.risk.calibration import Calibration
from gallery.store.change import Change
from gallery.store.state import calibration_digest

COLUMNS = "calibrations.version, calibrations.state, calibrations.model, data, digest"


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
    row = change.version, bytes.fromhex(calibration.state), calibration.model, calibration.model_dump_json()
    change.connection.execute(
        "INSERT INTO calibrations (version, state, model, data, digest) VALUES (?, ?, ?, ?, ?)",
        (*row, calibration_digest(*row)),
    )
    change.says_more = True


def parse(row: tuple[int, bytes, str, str, bytes]) -> Calibration:
    """The calibration of a row, `COLUMNS` of it.

    Raises:
        ValueError: it is damaged.
    """
    if calibration_digest(*row[:4]) != row[4]:
        raise ValueError(f"the calibration of version {row[0]} is not what was written")
    return Calibration.model_validate_json(row[3])


def current(connection: sqlite3.Connection, path: Path) -> Calibration | None:
    """The calibration to go by: the last one of this very state, or else the last one of this model.

    Raises:
        GalleryError: it is damaged.
    """
    row = connection.execute(
        f"SELECT {COLUMNS} FROM calibrations "
        "JOIN (SELECT state, model FROM versions ORDER BY version DESC LIMIT 1) AS now "
        "ON calibrations.model = now.model ORDER BY calibrations.state = now.state DESC, id DESC LIMIT 1"
    ).fetchone()
    try:
        return None if row is None else parse(row)
    except (ValueError, TypeError, AttributeError):
        raise GalleryError(
            f"gallery {path}: the calibration of version {row[0]} is damaged, or of another program",
            "run `checkout-edge calibrate` again",
        ) from None
