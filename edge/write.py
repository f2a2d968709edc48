"""Write: a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from gallery.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, so that neither a crash nor a power cut halves it.

    Raises:
        InputError: the folder is missing, full, or cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that can be written and has space"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
