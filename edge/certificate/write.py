"""Write: a file that appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from gallery.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, so that a crash leaves no half of it.

    Raises:
        InputError: the folder is missing or cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(f"{path}: {error.strerror}", "give a folder that can be written") from None
