"""Write: the members of an archive, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable

from gallery.store.archive import manifest
from gallery.store.archive.block import SUFFIXES, Carried, in_blocks, pack
from gallery.store.archive.manifest import Manifest, Member

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: an archive tells no time of its own


class Members:
    """The members of an archive that is being written.

    Args:
        file: a zip file open for writing.
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.written: list[Member] = []

    def add(self, name: str, data: bytes) -> None:
        """Write one member."""
        self._put(name, data)
        self.written.append(Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()))

    def add_views(self, views: Iterable[Carried]) -> int:
        """Write views, a block at a time; returns how many."""
        count = 0
        for number, block in enumerate(in_blocks(views)):
            count += len(block)
            for suffix, data in zip(SUFFIXES, pack(block), strict=True):
                self.add(f"views/{number:06d}.{suffix}", data)
        return count

    def close(self, whole: Manifest) -> None:
        """Write the manifest, last, when the hash of all else is known."""
        self._put(manifest.NAME, whole.to_bytes())

    def _put(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.create_system = 3  # Unix, wherever it is written
        entry.external_attr = 0o644 << 16
        self._file.writestr(entry, data, zipfile.ZIP_STORED)
