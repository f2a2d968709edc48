"""Turn: of several processes that make the same file, an engine or a trial, one makes it at a time."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def turn(engine: Path) -> Iterator[None]:
    """Wait until no other process holds the turn for this file, and hold it meanwhile.

    The system takes it back from a process that ends, however it ends. The file `X.engine.lock` stays
    beside it, empty: to remove it would let two processes each hold a file of that name. On
    Windows nobody waits.

    Args:
        engine: the file's own place; its folder must be there.

    Raises:
        OSError: the file cannot be made, or the folder's file system has no locks.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with engine.with_name(f"{engine.name}.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
