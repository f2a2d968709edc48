"""Transactions: every read sees one moment of the gallery, every change is whole."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from gallery.store.change import Change, seal
from gallery.store.database import connect
from gallery.store.explained import explained
from gallery.store.unlocked import Unlocked, check_room, check_unmoved, stamp_of
from gallery.store.version import newest


class Transactions:
    """Wraps one connection, which several threads may use in turn."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._lock = threading.RLock()
        self._change: Change | None = None

    def one(self, statement: str) -> int:
        """The single number that a statement gives."""
        return int(self.connection.execute(statement).fetchone()[0])

    def checkpoint(self) -> None:
        """Empty the write-ahead log into the file.

        Raises:
            GalleryError: the file cannot be written, or is in use.
        """
        with self._lock, explained(self.path):
            if self.one("PRAGMA wal_checkpoint(TRUNCATE)"):
                raise sqlite3.OperationalError("database is locked")

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the file: a transaction, unless one is open already.

        Raises:
            GalleryError: the file cannot be read.
        """
        with self._lock, explained(self.path):
            if self.connection.in_transaction:
                yield
                return
            self._renew()
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
            check_unmoved(self.path, self.connection)

    @contextlib.contextmanager
    def writing(self, action: str, reason: str = "") -> Iterator[Change]:
        """One change: committed whole as the next version, or undone. What changes nothing is none.

        Inside another `writing` of the same thread it joins that one, with its action and reason.

        Raises:
            GalleryError: the file is locked or cannot be written, or the disk is full.
            RuntimeError: it is called inside `reading`.
        """
        with self._lock, explained(self.path):
            if self._change is not None:
                yield self._change
                return
            if self.connection.in_transaction:
                raise RuntimeError("a gallery cannot be changed inside the moment it is read")
            self._renew(always=True)
            check_room(self.path, self.connection)
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self._change = Change(self.connection, newest(self.connection, self.path))
                yield self._change
                self.connection.execute("COMMIT" if seal(self._change, action, reason) else "ROLLBACK")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self._change = None

    def _renew(self, *, always: bool = False) -> None:
        """Open a file anew that was opened without locks and is another one now."""
        old = self.connection
        if isinstance(old, Unlocked) and (always or stamp_of(self.path) != old.stamp):
            self.connection = connect(self.path, may_write=old.may_write)
            old.close()
