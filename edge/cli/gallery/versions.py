"""Versions: which version of a gallery a user means, and when it was made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from gallery.errors import InputError
from gallery.store import Gallery

VersionArgument = Annotated[
    str, typer.Argument(metavar="VERSION", help="A number, or -1 for the one before.", show_default=False)
]
TAKES_NEGATIVE_NUMBERS = {"ignore_unknown_options": True}
"""Context settings of a command that takes `-1` as an argument."""


def version_of(gallery: Gallery, said: str) -> int:
    """The version that `said` names: `7`, or `-1` for the one before the present one.

    Raises:
        InputError: it is no number, or that version is not kept.
    """
    try:
        number = int(said)
    except ValueError:
        raise InputError(f"version {said!r}", "give a number, or -1 for the one before") from None
    wanted = gallery.version + number if said.startswith("-") else number
    if gallery.state_at(wanted) is None:
        known = [version.version for version in gallery.log()]
        raise InputError(
            f"no version {said} in gallery {gallery.path}",
            f"it keeps versions {known[-1]} to {known[0]}: see `checkout-edge gallery log`",
        )
    return wanted


def local_time(time: str) -> str:
    """A moment in UTC, ISO 8601, as the clock of this machine shows it."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
