"""Folder: where a run keeps its galleries; gone when it ends, by Ctrl-C or SIGTERM, too."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psutil

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A new folder; where the run is ended meanwhile, its processes are, too, and the folder is removed.

    The signal's handler does that by itself and ends the process. An exception raised there, which is
    Python's own way, is lost where NumPy's generators happen to be at work: the run would go on.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    with tempfile.TemporaryDirectory(prefix="checkout-edge-peers-") as name:

        def end(number: int, _frame: FrameType | None) -> None:
            for child in psutil.Process().children(recursive=True):
                child.kill()
            shutil.rmtree(name, ignore_errors=True)
            os._exit(128 + number)

        before = {one: signal.signal(one, end) for one in _ENDS}
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        try:
            yield Path(name)
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


@contextmanager
def deaf() -> Iterator[None]:
    """Processes started here do not hear Ctrl-C, which goes to all of a terminal: this one ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
