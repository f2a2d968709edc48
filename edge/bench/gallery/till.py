"""Till: what opening a gallery of some size, and enrolling into it, costs the loop that recognises."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.bench.child import resident
from edge.bench.gallery.filled import fill, open_gallery, product
from edge.bench.gallery.subject import Told
from gallery import Recogniser
from gallery.index import keep_graph

Floats = NDArray[np.float32]

FPS = 30.0
NEW = "new-product"
_THRESHOLD = 1.0  # of a model card; which one changes no time
_ITEMS = 3  # on the tray, asked in each turn of the loop
_PATIENCE = 60.0


class Clerk:
    """Fills a gallery's file and enrols one product into it; called by the parent through `Child`."""

    def __init__(self, path: Path, dimension: int, tell: Told) -> None:
        self._gallery = open_gallery(path, dimension, create=True)
        self._tell = tell

    def ready(self) -> None:
        """Nothing; once it is answered the file is open."""

    def fill(self, vectors: Path, each: int) -> float:
        """Enrol all products; the seconds it took."""
        start = time.perf_counter()
        fill(self._gallery, np.load(vectors, mmap_mode="r"), each, self._tell)
        return time.perf_counter() - start

    def enrol(self, views: Floats) -> float:
        """Enrol one more product as the command does; when it was in the file, by the monotonic clock."""
        self._gallery.enroll([product(NEW, views)])
        done = time.monotonic()
        keep_graph(self._gallery)
        return done


class Loop:
    """Opens a gallery as `run` does and recognises turn by turn; called by the parent through `Child`."""

    def __init__(self, path: Path, dimension: int, tell: Told) -> None:
        self._path, self._dimension, self._tell = path, dimension, tell

    def open(self, query: Floats) -> tuple[float, int]:
        """Open it and answer one query: seconds, and the bytes it took."""
        before, start = resident(), time.perf_counter()
        gallery = open_gallery(self._path, self._dimension)
        self._recogniser = Recogniser(gallery, _THRESHOLD)
        self._recogniser.recognise(query)
        return time.perf_counter() - start, resident() - before

    def watch(self, queries: Floats, new: Floats, still: float, after: float) -> tuple[float, float, float]:
        """Recognise at 30 turns a second until the new product is known, and for a while longer.

        Args:
            queries: float32 `[N, D]`, asked in turn.
            new: float32 `[1, D]`, a view of the product that another process will enrol.
            still: seconds to run before that process is told to begin.
            after: seconds to run on when the product is known.

        Returns:
            The moment the product was first recognised, of the system's monotonic clock, and the
            seconds of the longest turn before and since the other process began.
        """
        calm, busy = self._turns(queries, new, still), [0.0]
        longest = max((took for took, _ in calm), default=0.0)
        self._tell(1)
        seen, deadline = 0.0, time.monotonic() + _PATIENCE
        for took, known in self._turns(queries, new, _PATIENCE + after):
            busy.append(took)
            if known and not seen:
                seen = time.monotonic()
                deadline = seen + after
            if time.monotonic() > deadline:
                break
        if not seen:
            raise TimeoutError(f"the new product was not known within {_PATIENCE:.0f} s")
        return seen, longest, max(busy)

    def _turns(self, queries: Floats, new: Floats, seconds: float) -> Iterator[tuple[float, bool]]:
        """The seconds of each turn, and whether the new product was recognised in it."""
        start = time.monotonic()
        for turn in range(round(seconds * FPS)):
            time.sleep(max(0.0, start + turn / FPS - time.monotonic()))
            asked = np.take(queries, range(turn * _ITEMS, (turn + 1) * _ITEMS), axis=0, mode="wrap")
            began = time.perf_counter()
            self._recogniser.refresh()
            decisions = self._recogniser.recognise(np.concatenate([asked, new]))
            took = time.perf_counter() - began
            candidates = decisions[-1].candidates
            yield took, bool(candidates) and candidates[0].sku == NEW
