"""Calibrations: thresholds kept in the gallery beside the state they were measured on."""

from __future__ import annotations

from gallery.errors import InputError
from gallery.risk.calibration import Calibration
from gallery.store.change import Change


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
    change.connection.execute(
        "INSERT INTO calibrations (version, state, model, data) VALUES (?, ?, ?, ?)",
        (
            *(change.version, bytes.fromhex(calibration.state), calibration.model),
            calibration.model_dump_json(),
        ),
    )
    change.says_more = True
