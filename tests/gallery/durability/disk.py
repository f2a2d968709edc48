"""Disk: the files that a disk could hold after a power cut, made from a log of what was written.

What was not synced may be there or not, each sector for itself; names (created, renamed, removed) that
were not synced with their folder are there up to some point. So do file systems with a journal of names,
as ext4, XFS and Btrfs; that data of one file is ordered with that of another is not relied upon.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from durability.shim import Kind

_HEAD = struct.Struct("<BQQQQQ")
WAYS = ("none", "all", "sectors of 512", "sectors of 4096", "writes")
"""What survives of what was not synced."""


@dataclass(frozen=True)
class Call:
    """One call that changed a file, as `shim.c` logs it. Names are relative to the folder; it is `""`."""

    kind: Kind
    inode: int
    offset: int
    name: str
    second: str
    data: bytes

    def __str__(self) -> str:
        where = f" at {self.offset}, {len(self.data)} bytes" if self.kind is Kind.WRITE else ""
        return f"{self.kind.name.lower()} {self.name} {self.second}".rstrip() + where


def calls(log: bytes, folder: Path) -> list[Call]:
    """Read a log."""
    root, found, at = str(folder.resolve()), [], 0

    def name(length: int) -> str:
        return log[at : at + length].decode().removeprefix(root).lstrip("/")

    while at < len(log):
        kind, inode, offset, length, first, second = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        one = name(first)
        at += first
        two = name(second)
        at += second
        size = length if kind == Kind.WRITE else 0
        found.append(Call(Kind(kind), inode, offset, one, two, log[at : at + size]))
        at += size
    return found


@dataclass
class _File:
    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut at that size


class Disk:
    """Files with what is safe of them and what is not.

    Args:
        files: what is there at first, by name; all of it is safe.
        inodes: theirs.
    """

    def __init__(self, files: dict[str, bytes], inodes: dict[str, int]) -> None:
        self._now = {inodes[name]: _File(bytearray(content)) for name, content in files.items()}
        self._names = {name: self._now[inode] for name, inode in inodes.items()}
        self._renamed: list[tuple[str, str, _File | None]] = []  # not safe: gone, there, what

    def apply(self, made: Iterable[Call]) -> None:
        """Let these calls happen."""
        for call in made:
            self._apply(call)

    def _apply(self, call: Call) -> None:
        if call.kind is Kind.CREATE:
            self._now[call.inode] = _File()
            self._renamed.append(("", call.name, self._now[call.inode]))
        elif call.kind is Kind.WRITE:
            self._now[call.inode].pending.append((call.offset, call.data))
        elif call.kind is Kind.TRUNCATE:
            self._now[call.inode].pending.append((call.offset, None))
        elif call.kind is Kind.UNLINK:
            self._renamed.append((call.name, "", None))
        elif call.kind in (Kind.RENAME, Kind.LINK):
            gone = call.name if call.kind is Kind.RENAME else ""
            self._renamed.append((gone, call.second, self._now[call.inode]))
        elif call.kind is Kind.SYNC:
            self._sync(call)

    def _sync(self, call: Call) -> None:
        if not call.name:
            _move(self._names, self._renamed)
            self._renamed.clear()
        elif call.inode in self._now:
            file = self._now[call.inode]
            for offset, data in file.pending:
                _write(file.safe, offset, data)
            file.pending.clear()

    def after_power_cut(self, seed: int) -> dict[str, bytes]:
        """What it could hold, by name."""
        draw = random.Random(seed)
        way = draw.choice(WAYS)
        names = dict(self._names)
        moved = {"none": 0, "all": len(self._renamed)}.get(way, draw.randint(0, len(self._renamed)))
        _move(names, self._renamed[:moved])
        kept = {id(file): _survived(file, way, draw) for file in names.values()}
        return {
            name: _shared_memory(draw) if name.endswith("-shm") else kept[id(file)]
            for name, file in sorted(names.items())
        }


def _move(names: dict[str, _File], steps: list[tuple[str, str, _File | None]]) -> None:
    for gone, there, file in steps:
        if gone:
            names.pop(gone, None)
        if there and file is not None:
            names[there] = file


def _write(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        content[offset:] = bytes(max(0, offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _survived(file: _File, way: str, draw: random.Random) -> bytes:
    content = bytearray(file.safe)
    share = draw.random()
    for offset, data in file.pending:
        for place, part in _parts(offset, data, way):
            if way == "all" or (way != "none" and draw.random() < share):
                _write(content, place, part)
    return bytes(content)


def _parts(offset: int, data: bytes | None, way: str) -> Iterable[tuple[int, bytes | None]]:
    if data is None or not way.startswith("sectors"):
        yield offset, data
        return
    sector, end = int(way.split()[-1]), offset + len(data)
    first = offset
    while first < end:
        last = min(end, (first // sector + 1) * sector)
        yield first, data[first - offset : last - offset]
        first = last


def _shared_memory(draw: random.Random) -> bytes:
    """It is mapped, not written: it may hold anything."""
    return draw.choice([b"", bytes(32768), draw.randbytes(32768)])
