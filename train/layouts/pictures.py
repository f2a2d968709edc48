"""Pictures: every photo of a listing decoded, on all cores, those that cannot be used set apart."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from edge.photo.decode import UnreadableError
from train.layouts.decode import decode
from train.layouts.listing import Entry, Skipped

Image = NDArray[np.uint8]
T = TypeVar("T")


def pictures(entries: Sequence[Entry], short_side: int, progress: bool = False) -> Iterator[Image | Skipped]:
    """The picture of each entry in turn, or why there is none.

    Args:
        entries: what to decode.
        short_side: pictures are kept at this shorter side or less, pixels.
        progress: show a bar with the time left, on standard error.

    Yields:
        uint8 `[H, W, 3]` BGR or `[H, W, 4]` BGRA; or the file and the reason.
    """
    yield from each(lambda entry: decode(entry, short_side), entries, "reading photos" if progress else "")


def each(use: Callable[[Entry], T], entries: Sequence[Entry], title: str = "") -> Iterator[T | Skipped]:
    """`use` of each entry in turn, computed ahead on all cores.

    Args:
        use: what to do with an entry; may raise UnreadableError, which becomes a `Skipped`.
        entries: what to go through.
        title: of the progress bar on a terminal; none is shown where it is empty.
    """

    def careful(entry: Entry) -> T | Skipped:
        try:
            return use(entry)
        except UnreadableError as reason:
            return Skipped(entry.path, str(reason))

    console = Console(stderr=True)
    silent = not (title and console.is_terminal)
    results = _ahead(careful, entries)
    yield from track(
        results,
        title,
        total=len(entries),
        console=console,
        disable=silent,
        transient=True,
    )


def _ahead(use: Callable[[Entry], T], entries: Iterable[Entry]) -> Iterator[T]:
    """Like `map` of a pool, but with a bounded number of results waiting, whatever the consumer does."""
    workers = os.cpu_count() or 1
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for entry in entries:
            waiting.append(pool.submit(use, entry))
            if len(waiting) >= 8 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
