"""The shim: `shim.c`, compiled and loaded before the C library, so that calls that write can fail."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class Mode(IntEnum):
    """What happens at the n-th call that changes a file. The numbers are those of `shim.c`."""

    NONE = 0
    KILL = 1  # before the call
    TORN = 2  # after half of what it writes, or after it where it writes nothing
    FULL_ONCE = 3  # this call alone: no space left
    FULL = 4  # half of this write still fits, and from then on nothing that needs more room
    EIO_ONCE = 5
    EIO = 6  # this call and all after it
    SHORT = 7  # half is written, and the call says so


class Kind(IntEnum):
    """What a call does. The numbers are those of `shim.c`."""

    WRITE = 0
    SYNC = 1
    TRUNCATE = 2
    CREATE = 3
    RENAME = 4
    LINK = 5
    UNLINK = 6
    MARK = 7  # no call: `mark`


def compiler() -> str | None:
    """The C compiler of this machine."""
    return next(filter(None, map(shutil.which, (os.environ.get("CC", "cc"), "gcc", "clang"))), None)


def build(folder: Path) -> Path:
    """Compile the shim into `folder`."""
    cc = compiler()
    assert cc is not None, "no C compiler"
    made = folder / "shim.so"
    command = [cc, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return made


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    library.durability_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int]
    library.durability_mark.argtypes = [ctypes.c_long]
    library.durability_count.restype = ctypes.c_long
    return library


def is_loaded() -> bool:
    """Whether this process was started with the shim."""
    return hasattr(ctypes.CDLL(None), "durability_arm")


def arm(folder: Path, mode: Mode = Mode.NONE, at: int = 0, log: int = -1) -> None:
    """From now on count what changes a file in `folder`, act at call `at`, and log to the descriptor."""
    _library().durability_arm(os.fsencode(folder.resolve()), mode, at, log)


def disarm() -> None:
    _library().durability_disarm()


def mark(step: int) -> None:
    """Put into the log that `step` steps have returned."""
    _library().durability_mark(step)


def count() -> int:
    """Calls seen since `arm`."""
    return int(_library().durability_count())
