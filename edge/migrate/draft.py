"""Draft: vectors of the new model, kept beside the gallery until the switch, so that a kill costs a batch."""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard
from gallery.store.explained import explained
from gallery.view import is_unit

_KEY = 32


class Draft:
    """A file of records, each the SHA-256 of a picture, its vector, and a checksum of both.

    It is no part of the gallery: it may be deleted at any time, and what is broken in it is made again.

    Args:
        gallery: the gallery's file; the draft lies beside it.
        card: of the new model; the draft of another one is written over.
    """

    def __init__(self, gallery: Path, card: ModelCard) -> None:
        self.path = gallery.with_name(f".{gallery.name}.migrating")
        self._dimension = card.dimension
        self._header = json.dumps({"model": card.content_hash, "dimension": card.dimension}).encode() + b"\n"
        self.vectors: dict[bytes, NDArray[np.float32]] = {}
        with explained(self.path):
            self._end = self._read()
        self._file: BinaryIO | None = None

    def add(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep one batch: 32-byte keys, and float32 `[N, D]`.

        Raises:
            GalleryError: the disk is full, or cannot be written.
        """
        with explained(self.path):
            file = self._file = self._file or self._opened()
            for key, vector in zip(keys, vectors, strict=True):
                record = key + vector.astype("<f4").tobytes()
                file.write(record + zlib.crc32(record).to_bytes(4, "little"))
                self.vectors[key] = vector
            file.flush()

    def drop(self) -> None:
        """Delete the file: the gallery has its vectors now."""
        self._close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _opened(self) -> BinaryIO:
        """The file where the good records end; it is made with the first batch, not before."""
        file = self.path.open("r+b" if self._end else "wb")
        file.truncate(self._end)
        file.seek(self._end)
        if not self._end:
            file.write(self._header)
        return file

    def _close(self) -> None:
        with contextlib.suppress(OSError):  # what did not reach the disk is made again
            if self._file is not None:
                self._file.close()

    def _read(self) -> int:
        """Take in every whole record of a former run; the length of what is good, 0 where nothing is."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return 0
        if not data.startswith(self._header):
            return 0
        size = _KEY + 4 * self._dimension + 4
        at = len(self._header)
        while at + size <= len(data):
            record, check = data[at : at + size - 4], data[at + size - 4 : at + size]
            vector = np.frombuffer(record[_KEY:], "<f4").astype(np.float32)
            if zlib.crc32(record) != int.from_bytes(check, "little") or not is_unit(vector[None])[0]:
                break
            self.vectors[record[:_KEY]] = vector
            at += size
        return at
