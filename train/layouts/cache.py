"""Cache: the decoded photos of one data set in one file, mapped into memory when they are asked again.

The file is named after what it holds: paths, sizes, times of change, and how the photos are kept. A
changed photo therefore means another file; the old one is removed. Layout: the pixels of all pictures
one after the other, the index in JSON, its length (8 bytes), and `MAGIC`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from train.layouts.listing import Entry, Skipped
from train.layouts.pictures import Image, pictures

MAGIC = b"CEPHOTO1"
VARIABLE = "CHECKOUT_EDGE_CACHE"
log = logging.getLogger(__name__)


def default_cache() -> Path:
    """The folder in the environment variable CHECKOUT_EDGE_CACHE, else `~/.cache/checkout-edge`."""
    return Path(os.environ.get(VARIABLE) or Path.home() / ".cache" / "checkout-edge")


def cached_pictures(
    entries: Sequence[Entry], short_side: int, folder: Path, progress: bool = False
) -> list[Image | Skipped]:
    """What `pictures` gives, from the cache in `folder`, which is filled first where need be.

    A damaged cache file is made anew. Where the cache cannot be written a line is logged and the
    photos are decoded without it. What was skipped is never cached, but tried again each time. The
    pictures are views of the file and cannot be written to.
    """
    path = folder / f"{_set_key(entries, short_side)}-{_key(entries, short_side)}.photos"
    found = _load(path, len(entries))
    if found is None:
        try:
            _fill(path, pictures(entries, short_side, progress))
        except OSError as error:
            log.warning("no cache in %s: %s", folder, error.strerror)
            return list(pictures(entries, short_side, progress))
        found = _load(path, len(entries)) or [None] * len(entries)
    again = iter(pictures([e for e, image in zip(entries, found, strict=True) if image is None], short_side))
    return [next(again) if image is None else image for image in found]


def _load(path: Path, count: int) -> list[Image | None] | None:
    """The pictures in a cache file, None for each that was skipped; None where there is no sound file."""
    if not path.is_file():
        return None
    try:
        return _parse(np.memmap(path, np.uint8, "r"), count)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("cache %s is damaged and made anew: %s", path, error)
        return None


def _parse(data: NDArray[np.uint8], count: int) -> list[Image | None]:
    if data[-8:].tobytes() != MAGIC:
        raise ValueError("it does not end as it should")
    end = len(data) - 16
    start = end - int.from_bytes(data[end : end + 8].tobytes(), "little")
    index = json.loads(data[start:end].tobytes())
    if len(index["shapes"]) != count or zlib.crc32(data[:start].data) != index["crc32"]:
        raise ValueError("its checksum is another")
    images: list[Image | None] = []
    at = 0
    for shape in index["shapes"]:
        size = int(np.prod(shape)) if shape else 0
        images.append(np.asarray(data[at : at + size]).reshape(shape) if shape else None)
        at += size
    return images


def _fill(path: Path, images: Iterator[Image | Skipped]) -> None:
    """Write a cache file under a name of its own and rename it, so that no half of one is ever read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, images)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    for old in path.parent.glob(f"{path.name.partition('-')[0]}-*.photos"):
        if old != path:
            old.unlink(missing_ok=True)


def _write(file: BinaryIO, images: Iterator[Image | Skipped]) -> None:
    shapes: list[tuple[int, ...] | None] = []
    checksum = 0
    for image in images:
        shapes.append(None if isinstance(image, Skipped) else image.shape)
        if not isinstance(image, Skipped):
            data = np.ascontiguousarray(image).tobytes()
            checksum = zlib.crc32(data, checksum)
            file.write(data)
    index = json.dumps({"shapes": shapes, "crc32": checksum}).encode()
    file.write(index + len(index).to_bytes(8, "little") + MAGIC)


def _set_key(entries: Sequence[Entry], short_side: int) -> str:
    """Tells data sets apart by where they lie, whatever happens to single photos."""
    return _digest([short_side, os.path.commonpath([entry.path.absolute().parent for entry in entries])])


def _key(entries: Sequence[Entry], short_side: int) -> str:
    return _digest([short_side, *([*_state(e.path), *_state(e.mask), e.box, e.square] for e in entries)])


def _state(path: Path | None) -> tuple[str, int, int]:
    """Path, size in bytes, and time of the last change in nanoseconds."""
    try:
        found = path.stat() if path else None
    except OSError:
        found = None
    return (str(path.absolute()) if path else "", found.st_size, found.st_mtime_ns) if found else ("", 0, 0)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
