"""Read ahead: photos are read by threads while the batch before them is embedded."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

BATCH = 16
_AHEAD = 2  # batches that are read while one is embedded
_MOST_READERS = 4  # threads; a large PNG takes 200 MB while it is decoded

Job = TypeVar("Job")
Read = TypeVar("Read")


def read_ahead(jobs: Sequence[Job], read: Callable[[Job], Read]) -> Iterator[list[tuple[Job, Read]]]:
    """What was read for each job, in order, `BATCH` at a time; two batches are read beyond the one given.

    What `read` raises is raised where its batch is due. Closing the iterator starts no further job.

    Args:
        jobs: what to read.
        read: called by up to four threads.
    """
    pool = ThreadPoolExecutor(min(_MOST_READERS, os.cpu_count() or 1), thread_name_prefix="photo")
    ahead: deque[Future[Read]] = deque()

    def go_on(start: int) -> None:
        ahead.extend(pool.submit(read, job) for job in jobs[start : start + BATCH])

    try:
        for start in range(0, _AHEAD * BATCH, BATCH):
            go_on(start)
        for start in range(0, len(jobs), BATCH):
            batch = [(job, ahead.popleft().result()) for job in jobs[start : start + BATCH]]
            go_on(start + _AHEAD * BATCH)
            yield batch
    finally:
        pool.shutdown(cancel_futures=True)
