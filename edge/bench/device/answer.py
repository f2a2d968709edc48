"""Answer: what a program of the system prints."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence

Run = Callable[[Sequence[str]], str | None]
"""Runs a command; gives what it printed, or None where it is missing, fails or does not end."""

_PATIENCE = 5.0  # seconds


def answer(command: Sequence[str]) -> str | None:
    """What a command prints, or None where it is missing, fails or takes more than 5 s."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
