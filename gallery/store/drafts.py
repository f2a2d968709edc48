"""Drafts: a file is made beside its place, and what a killed process left of one is swept away."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

STALE_SECONDS = 24 * 3600
"""A draft that nobody has written to for so long is nobody's."""

_BESIDE = ("", "-journal", "-wal", "-shm")  # files that SQLite makes beside a database


@contextlib.contextmanager
def draft(path: Path) -> Iterator[Path]:
    """A name beside `path` at which a file can be made, to be moved to `path` when it is whole.

    What is left under that name is deleted at the end, and at the start what other processes left of
    such drafts of `path` a day ago or longer.
    """
    _sweep(path)
    mine = path.with_name(f".{path.name}.{os.getpid()}.new")
    _delete(mine)
    try:
        yield mine
    finally:
        _delete(mine)


def _delete(made: Path) -> None:
    for suffix in _BESIDE:
        with contextlib.suppress(OSError):
            made.with_name(made.name + suffix).unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    left = re.compile(rf"\.+{re.escape(path.name)}(\.\d+\.new)+(-journal|-wal|-shm)?")
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if left.fullmatch(entry.name) and time.time() - entry.stat().st_mtime > STALE_SECONDS:
                with contextlib.suppress(OSError):
                    os.unlink(entry)
