"""Variations: what else is the case while a gallery is changed."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from durability import forked
from durability.operations import Operation
from durability.shop import read

from gallery import Gallery
from gallery.store.opened import OpenGallery


@dataclass(frozen=True)
class Variation:
    """Surroundings of an operation.

    Attributes:
        pragmas: said to SQLite whenever a file is opened.
        reader: whether another process is in the middle of a read all the while.
        crashed: whether the process that made the file was killed, so that a part of it is in the log.
    """

    pragmas: tuple[str, ...] = ()
    reader: bool = False
    crashed: bool = False

    def prepare(self, operation: Operation, folder: Path) -> None:
        """Put the files that `operation` starts from into `folder`."""
        if not self.crashed:
            operation.prepare(folder)
            return
        ended = forked.run(lambda _: _prepare_and_die(operation, folder))
        if not ended.killed:
            raise RuntimeError(ended.trouble)

    @contextmanager
    def connections(self) -> Iterator[None]:
        """Every connection to SQLite starts with the pragmas."""
        connect = sqlite3.connect

        def prepared(*arguments: object, **options: object) -> sqlite3.Connection:
            connection = connect(*arguments, **options)  # type: ignore[call-overload]
            for pragma in self.pragmas:
                connection.execute(pragma)
            return connection  # type: ignore[no-any-return]

        sqlite3.connect = prepared  # type: ignore[assignment]
        try:
            yield
        finally:
            sqlite3.connect = connect


VARIATIONS = {
    "plain": Variation(),
    "spill": Variation(("PRAGMA cache_size = 5", "PRAGMA cache_spill = 5")),
    "checkpoint": Variation(("PRAGMA wal_autocheckpoint = 2",)),
    "reader": Variation(reader=True),
    "crashed": Variation(crashed=True),
}
"""`spill`: a cache so small that pages are written before the commit. `checkpoint`: the log is copied into
the file inside of the operation."""


def _prepare_and_die(operation: Operation, folder: Path) -> None:
    left_open: list[OpenGallery] = []
    OpenGallery.close = lambda gallery: left_open.append(gallery)  # type: ignore[method-assign]
    operation.prepare(folder)
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Another process reads the gallery, at one moment, until the end; what it sees must not move."""
    go, says = os.pipe()
    waits, ends = os.pipe()

    def work(_: object) -> bool:
        os.close(ends)
        with Gallery.inspect(path) as gallery, gallery.moment():
            before = read(gallery)
            os.write(says, b".")
            os.read(waits, 1)
            return before == read(gallery)

    reader = forked.start(work)
    os.close(says), os.close(waits)
    if not os.read(go, 1):
        raise AssertionError(forked.finish(reader).trouble)
    try:
        yield
    finally:
        os.close(ends), os.close(go)
        ended = forked.finish(reader)
    if ended.value is not True:
        raise AssertionError(f"a reader saw the gallery move, or could not read on\n{ended.trouble}")
