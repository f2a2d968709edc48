"""Interrupt: Ctrl-C and SIGTERM end a run in order, and the exit code tells which it was."""

from __future__ import annotations

import signal
from types import FrameType


class Terminated(BaseException):
    """SIGTERM, as a service manager sends it. No KeyboardInterrupt: that one Typer answers itself."""


def end_in_order_on_sigterm() -> None:
    """Have SIGTERM end the run as Ctrl-C does: the basket is shown, files are closed."""
    signal.signal(signal.SIGTERM, _terminate)


def exit_code(interrupt: BaseException) -> int:
    """128 and the signal's number, as shells have it."""
    return 128 + (signal.SIGTERM if isinstance(interrupt, Terminated) else signal.SIGINT)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
