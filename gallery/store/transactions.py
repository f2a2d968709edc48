"""Transactions: every read sees one moment of the gallery, every change is whole."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from gallery.store.explained import explained


class Transactions:
    """Wraps one connection, which several threads may use in turn."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._lock = threading.RLock()

    def one(self, statement: str) -> int:
        """The single number that a statement gives."""
        return int(self.connection.execute(statement).fetchone()[0])

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
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One change: committed whole with the next version, or undone. What changes nothing is none.

        Raises:
            GalleryError: the file is locked or cannot be written, or the disk is full.
        """
        with self._lock, explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            before = self.connection.total_changes
            try:
                yield
                if self.connection.total_changes > before:
                    self.connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
