"""Ledger: the append-only list of events, and the file it is written to."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from edge.basket import Basket, fold
from edge.basket.event import Event
from gallery.errors import InputError

log = logging.getLogger("edge.basket")


class Ledger:
    """Events in the order they happened. Nothing is ever changed or taken out.

    With a `path` each event is also one line of JSON in that file (`-`: standard output), flushed as
    it happens. A file that is already there is kept: it is moved aside to `NAME.1`, `NAME.2`, ...

    Raises:
        InputError: the file cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.events: list[Event] = []
        self.path = path
        self._file: TextIO | None = None if path is None else _open(path)

    def append(self, events: Iterable[Event]) -> None:
        """Add events and write them out.

        Raises:
            InputError: the file cannot be written, as on a full disk; the event is still in `events`.
        """
        for event in events:
            self.events.append(event)
            if self._file is not None:
                self._write(event.to_json() + "\n")

    @property
    def basket(self) -> Basket:
        """What the events so far add up to."""
        return fold(self.events)

    def _write(self, line: str) -> None:
        try:
            print(line, end="", file=self._file, flush=True)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def close(self) -> None:
        """Close the file; standard output stays open."""
        if self._file is not None and self._file is not sys.stdout:
            try:
                self._file.close()
            except OSError as error:
                raise _unwritable(self.path, error) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read(path: Path) -> list[Event]:
    """The events of a ledger's file.

    A last line without an end, that a power cut has halved or a till is still writing, is left out with
    a warning; the events before it hold.

    Raises:
        InputError: the file cannot be read, or a line of it is no event; the line is named.
    """
    try:
        *lines, rest = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(
            f"ledger {path}: {error.strerror}", "give a file written by `run --events FILE`"
        ) from None
    events = [_event(path, number, line) for number, line in enumerate(lines, start=1)]
    return events + _unfinished(path, len(lines) + 1, rest)


def _event(path: Path, number: int, line: bytes) -> Event:
    try:
        return Event.from_json(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}, line {number}: {error}", "give a file written by `run --events FILE`"
        ) from None
    except InputError as error:
        raise InputError(f"{path}, line {number}: {error.problem}", error.remedy) from None


def _unfinished(path: Path, number: int, rest: bytes) -> list[Event]:
    """The event of a last line that does not end: one where it is whole, none where it was cut."""
    if not rest:
        return []
    try:
        return [_event(path, number, rest)]
    except InputError:
        if not rest.startswith(b"{"):
            raise
        log.warning("%s, line %d: it was cut short, and is left out", path, number)
        return []


def _open(path: Path) -> TextIO:
    if str(path) == "-":
        return sys.stdout
    try:
        if path.exists() and path.stat().st_size:
            path.rename(_free_name(path))
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, error) from None


def _free_name(path: Path) -> Path:
    number = 1
    while (other := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    return other


def _unwritable(path: Path | None, error: OSError) -> InputError:
    return InputError(
        f"events {path}: {error.strerror or error}", "free some space or give another file to --events"
    )
