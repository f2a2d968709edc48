"""Host: one subject in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from edge.bench.child import resident
from edge.bench.gallery.subject import Subject, Told
from edge.bench.gallery.subjects import SUBJECTS

Floats = NDArray[np.float32]

BATCH = 64
_WARM = 2  # queries of each turn that are not timed: another process has just used the caches


class Host:
    """Builds or loads a subject and times its searches; called by the parent through `Child`."""

    def __init__(self, name: str, tell: Told) -> None:
        self._subject: Subject = SUBJECTS[name].make()
        self._tell = tell

    def build(self, vectors: Path, folder: Path) -> float:
        """Build and save; gives the seconds it took to build."""
        self._subject.prepare(np.load(vectors), folder)
        seconds = _seconds(lambda: self._subject.build(self._tell))
        self._subject.save(folder)
        return seconds

    def load(self, folder: Path, query: Floats, k: int) -> tuple[float, int, tuple[int, ...]]:
        """Load and search once: seconds to load, bytes it took, and the efforts there are."""
        before = resident()
        seconds = _seconds(lambda: self._subject.load(folder, query.shape[1]))
        self._subject.search(query, k)
        return seconds, resident() - before, self._subject.efforts

    def rows(self, queries: Floats, k: int, effort: int | None) -> NDArray[np.int64]:
        """The rows found for all queries."""
        self._set(effort)
        blocks = [self._subject.search(queries[at : at + BATCH], k) for at in range(0, len(queries), BATCH)]
        return np.concatenate([self._subject.rows(block, k) for block in blocks])

    def one_by_one(self, queries: Floats, k: int, effort: int | None) -> list[float]:
        """Seconds of each query, asked alone; the first two are not timed."""
        self._set(effort)
        seconds = []
        for at in range(len(queries)):
            start = perf_counter()
            self._subject.search(queries[at : at + 1], k)
            seconds.append(perf_counter() - start)
        return seconds[_WARM:]

    def together(self, queries: Floats, k: int, effort: int | None) -> float:
        """Seconds for all queries, asked at once."""
        self._set(effort)
        return _seconds(lambda: self._subject.search(queries, k))

    def _set(self, effort: int | None) -> None:
        if effort is not None:
            self._subject.set_effort(effort)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
