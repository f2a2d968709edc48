"""Sums: the state of every version, added up from the lives of all rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gallery.store.state import moved

_NOTHING = bytes(32)


class Sums:
    """Takes the digest and the life of each row, and gives the sum of the rows alive in each version."""

    def __init__(self) -> None:
        self._moves: dict[int, bytes] = defaultdict(lambda: _NOTHING)

    def add(self, digest: bytes, added_in: int, removed_in: int | None) -> None:
        """Count one row."""
        self._moves[added_in] = moved(self._moves[added_in], [digest], [])
        if removed_in is not None:
            self._moves[removed_in] = moved(self._moves[removed_in], [], [digest])

    def totals(self, versions: Sequence[int]) -> Iterator[bytes]:
        """For each of ascending `versions` the sum of the digests of the rows alive in it."""
        total, moves = _NOTHING, sorted(self._moves)
        for version in versions:
            while moves and moves[0] <= version:
                total = moved(total, [self._moves[moves.pop(0)]], [])
            yield total
