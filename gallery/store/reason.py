"""Reason: why a change was made, in the shop's words."""

from __future__ import annotations

from gallery.errors import InputError
from gallery.product import check_line

LONGEST = 500
"""Characters a reason may have."""


def check_reason(reason: str) -> str:
    """The reason without surrounding white space.

    Raises:
        InputError: it is too long, or has a control character.
    """
    reason = reason.strip()
    check_line("reason", reason)
    if len(reason) > LONGEST:
        raise InputError(f"reason of {len(reason)} characters", f"use at most {LONGEST}")
    return reason
