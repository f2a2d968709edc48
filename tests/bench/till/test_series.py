"""The second-by-second account, on a clock and a process that the test turns itself."""

from __future__ import annotations

import gc

import pytest

from edge.bench.till import series
from edge.bench.till.series import Series, Usage, usage


class Turned:
    """A clock, and a process of two cores that works half of the time on one of them."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    def usage(self) -> Usage:
        return Usage(rss=200.0 + self.now - 100, busy=0.5 * self.now, clock=2600.0)


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Turned:
    monkeypatch.setattr(series, "cores", lambda: 2)
    return Turned()


def test_eight_frames_a_second_are_counted_where_they_fall(turned: Turned) -> None:
    told = Series(turned.clock, lambda: {"gpu °C": 50.0}, turned.usage)
    for frame in range(20):
        turned.now += 0.125
        told.note(10.0 + frame, dropped=frame // 6)
    first, second, third = told.seconds()
    assert [one.at for one in (first, second, third)] == pytest.approx([1, 2, 2.5])
    assert [one.frames for one in (first, second, third)] == [7, 8, 5]  # the eighth falls on the border
    assert (first.p50, first.p99) == (13.0, 16.0)
    assert sum(one.dropped for one in (first, second, third)) == 3
    assert [one.rss for one in (first, second)] == pytest.approx([201, 202])
    assert [one.cpu for one in (first, second, third)] == pytest.approx([0.25] * 3)
    assert second.device == {"gpu °C": 50.0}


def test_seconds_without_a_frame_are_there_and_say_so(turned: Turned) -> None:
    told = Series(turned.clock, usage=turned.usage)
    turned.now += 3.2
    told.note(3200.0, dropped=40)
    seconds = told.seconds()
    assert [one.frames for one in seconds] == [0, 0, 0]
    assert [one.p50 for one in seconds] == [None] * 3
    turned.now += 0.8
    assert [(one.frames, one.dropped, one.p50) for one in told.seconds()[3:]] == [(1, 40, 3200.0)]


def test_a_short_rest_is_no_second(turned: Turned) -> None:
    told = Series(turned.clock, usage=turned.usage)
    turned.now += 0.3
    told.note(1.0, 0)
    assert told.seconds() == ()


def test_this_process_has_memory_and_has_worked() -> None:
    gc.collect()  # what other tests left would be given back meanwhile
    before = usage()
    kept = bytearray(b"x") * 200_000_000
    after = usage()
    assert after.rss - before.rss > 30
    assert after.busy >= before.busy > 0
    assert len(kept)
