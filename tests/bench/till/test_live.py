"""Live: what is made of the frames of a camera whose times are known."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from bench.till.clocks import Clock
from bench.till.moments import PICTURE, SPENT, WHOLE, FakeTill, event

from edge.basket.event import Kind
from edge.bench.till.live import GRAB, LiveRun, jitter
from edge.bench.till.results import Second
from edge.frame import Frame
from edge.timing import STAGES


class FakeCamera:
    """Delivers frames of some numbers at 10 a second, each 4 ms after its exposure, taken up 6 ms after."""

    fps = 10.0

    def __init__(self, clock: Clock, indices: list[int], breaks: bool = False) -> None:
        self.clock, self.indices, self.breaks = clock, indices, breaks
        self.dropped = self.late = 0
        self.loops = 3
        self.delivered = 0
        self.start = clock.now

    def exposed(self, frame: Frame) -> float:
        return self.start + frame.index / self.fps

    def __iter__(self) -> Iterator[Frame]:
        for index in self.indices:
            self.dropped += index - self.delivered
            self.delivered = index + 1
            exposed = self.start + index / self.fps
            self.clock.now = exposed + 0.006
            yield Frame(PICTURE, index, index / self.fps, exposed + 0.004)
        if self.breaks:
            raise KeyboardInterrupt


class Noted:
    def __init__(self) -> None:
        self.notes: list[tuple[float, int]] = []

    def note(self, latency: float, dropped: int) -> None:
        self.notes.append((latency, dropped))

    def seconds(self) -> tuple[Second, ...]:
        return (Second(at=1, frames=len(self.notes), dropped=0, p50=1, p99=1, rss=1, cpu=0.5),)


def played(indices: list[int], said: dict | None = None, breaks: bool = False) -> tuple[LiveRun, Noted, list]:  # type: ignore[type-arg]
    clock, notes, told = Clock(), Noted(), []
    run = LiveRun(FakeCamera(clock, indices, breaks), FakeTill(clock, [0, 2], said), notes, told.append)  # type: ignore[arg-type]
    if breaks:
        with pytest.raises(KeyboardInterrupt):
            run.play()
    else:
        run.play()
    return run, notes, told


def test_times_of_each_frame() -> None:
    run, notes, told = played(list(range(25)))
    live = run.result()
    assert live is not None
    latency, age = (0.002 + WHOLE) * 1e3, (0.006 + WHOLE) * 1e3
    assert live.frame == pytest.approx([latency] * 25)
    assert live.age == pytest.approx([age] * 25)
    assert live.stages[GRAB] == pytest.approx([6.0] * 25)
    assert list(live.stages) == [GRAB, *(stage.value for stage in STAGES)]
    assert live.stages["embed"] == pytest.approx([SPENT[STAGES.index("embed")] * 1e3] * 25)
    assert live.looks == (0, 2) * 12 + (0,)
    assert run.crops == 24
    assert live.seconds == pytest.approx(2.4 + age / 1e3)
    assert (live.frames, live.delivered, live.dropped, live.late) == (25, 25, 0, 0)
    assert live.loops == 3
    assert live.jitter == pytest.approx([0.0] * 23, abs=1e-6)
    assert [latency for latency, _ in notes.notes] == pytest.approx(live.frame)
    assert live.series[0].frames == 25
    assert told == [1, 11, 21]


def test_dropped_frames_show_in_drops_and_jitter() -> None:
    run, notes, _ = played([0, 1, 3, 4])
    live = run.result()
    assert live is not None
    assert (live.frames, live.delivered, live.dropped) == (4, 5, 1)
    assert live.jitter == pytest.approx([100.0, 100.0])  # intervals of 100, 200 and 100 ms
    assert notes.notes[-1][1] == 1


def test_events_have_the_time_of_the_scene() -> None:
    said = {2: event(Kind.ADDED, "a")}
    run, _, _ = played([5, 6, 7], said)
    assert run.said == [(pytest.approx(0.7 + 0.006 + WHOLE), said[2])]
    assert run.received == 1
    live = run.result((1.5,))
    assert live is not None
    assert (live.events, live.receipt) == (1, (1.5,))


def test_an_item_is_received_once_however_often_it_is_named_and_never_when_it_is_unknown() -> None:
    run, _, _ = played([0, 1, 2], {0: event(Kind.ADDED, "a"), 1: event(Kind.ADDED, "b")})
    assert run.received == 1
    run, _, _ = played([0, 1, 2], {0: event(Kind.UNKNOWN, None), 1: event(Kind.UNCERTAIN, None)})
    assert run.received == 0


def test_the_waterfall_has_no_gap_and_ends_with_the_decision() -> None:
    run, _, _ = played(list(range(120)))
    live = run.result()
    assert live is not None
    assert live.waterfall[0] == (GRAB, 0.0, pytest.approx(6.0))
    for (_, _, end), (_, start, _) in zip(live.waterfall, live.waterfall[1:], strict=False):
        assert start == end
    assert live.waterfall[-1][2] == pytest.approx(live.age[0])


def test_an_interrupt_keeps_what_was_measured() -> None:
    run, _, _ = played([0, 1, 2], breaks=True)
    live = run.result()
    assert live is not None
    assert live.frames == 3


def test_nothing_without_a_frame() -> None:
    run, _, _ = played([])
    assert run.result() is None
    assert run.until == 0


def test_jitter_by_hand() -> None:
    assert jitter(array("d", [0.0, 0.1, 0.25, 0.3])) == pytest.approx((50.0, 100.0))
    assert jitter(array("d", [0.0, 0.1])) == ()
