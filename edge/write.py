"""Write: a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from gallery.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, so that neither a crash nor a power cut halves it.

    A link is followed, and what is no file, such as `/dev/stdout`, is written to as it is.

    Raises:
        InputError: the folder is missing, full, or cannot be written.
    """
    place = path.resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(data)
            return
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "name a folder that can be written and has space"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def check_place(path: Path, option: str) -> None:
    """Refuse a file that could not be written, before the work that ends in it; nothing is written.

    Args:
        path: the file.
        option: what it was given by, for the message.

    Raises:
        InputError: its folder is missing, or it is a folder, or may not be written.
    """
    place = path.resolve()
    if place.is_dir():
        problem = "is a folder"
    elif not place.parent.is_dir():
        problem = f"folder {place.parent} does not exist"
    elif not os.access(place if place.exists() else place.parent, os.W_OK):
        problem = "cannot be written"
    else:
        return
    raise InputError(f"{option} {path}: {problem}", "name a file in a folder that can be written")
