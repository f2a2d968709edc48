"""Scratch: a temporary folder of a bench, and an end for those whose bench was killed."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

try:
    import fcntl
except ImportError:  # Windows: nothing tells a folder that is in use from one that was left
    fcntl = None  # type: ignore[assignment]

PREFIX = "checkout-edge-bench-"
_MARK = "in-use"  # a file that its bench holds a lock on, which the system takes back when it dies
_YOUNG = 60.0  # seconds in which a folder is not touched: its bench may be about to lock it


@contextmanager
def scratch() -> Iterator[Path]:
    """A temporary folder that is gone at the end; what killed benches left is taken away first."""
    sweep(Path(gettempdir()))
    with TemporaryDirectory(prefix=PREFIX) as name, (Path(name) / _MARK).open("w") as mark:
        if fcntl is not None:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Path(name)


def sweep(home: Path, now: float | None = None) -> list[Path]:
    """Take away the folders of benches that live no more; gives those that were.

    Args:
        home: where such folders lie.
        now: seconds since the epoch; None asks the clock.
    """
    gone: list[Path] = []
    for folder in home.glob(f"{PREFIX}*") if fcntl is not None else ():
        with contextlib.suppress(OSError):
            mark = folder / _MARK
            if (time.time() if now is None else now) - mark.stat().st_mtime < _YOUNG:
                continue
            with mark.open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
                gone.append(folder)
    return gone
