from __future__ import annotations

import threading

import pytest

from edge.enroll.read_ahead import BATCH, read_ahead


def test_batches_come_in_order_whatever_each_job_takes() -> None:
    done = threading.Event()

    def read(job: int) -> int:
        if job == 0:
            done.wait(5)  # the first is ready last
        elif job == BATCH - 1:
            done.set()
        return job * job

    batches = list(read_ahead(range(2 * BATCH + 3), read))
    assert [len(batch) for batch in batches] == [BATCH, BATCH, 3]
    assert [pair for batch in batches for pair in batch] == [(job, job * job) for job in range(2 * BATCH + 3)]
    assert list(read_ahead([], read)) == []


def test_an_error_is_raised_where_its_batch_is_due_and_nothing_more_is_begun() -> None:
    begun: list[int] = []

    def read(job: int) -> int:
        begun.append(job)
        if job == BATCH + 1:
            raise ValueError("broken")
        return job

    going = read_ahead(range(100 * BATCH), read)
    assert [job for job, _ in next(going)] == list(range(BATCH))
    with pytest.raises(ValueError, match="broken"):
        next(going)
    assert len(begun) <= 4 * BATCH
