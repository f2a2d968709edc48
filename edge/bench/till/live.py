"""Live: the till on a camera that delivers at its rate, whatever the till does."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from edge.basket.event import Event, Kind
from edge.bench.till.crowd import Seer
from edge.bench.till.quantiles import quantile
from edge.bench.till.results import Live, Second
from edge.frame import Frame
from edge.pipeline import Moment
from edge.timing import STAGES

GRAB = "grab"
"""From the end of the exposure to the moment at which the till takes the frame up."""


class Camera(Protocol):
    """What delivers frames at a rate, and counts what became of them; see `edge.bench.till.paced`."""

    fps: float
    dropped: int

    @property
    def late(self) -> int:
        """Frames that came more than a frame's time late."""

    @property
    def loops(self) -> int:
        """How often its video began again."""

    def exposed(self, frame: Frame) -> float:
        """When the exposure of a frame ended, seconds of `time.perf_counter()`."""

    def __iter__(self) -> Iterator[Frame]:
        """Yield frames until it is over."""


class Notes(Protocol):
    """What is told of each frame; see `edge.bench.till.series.Series`."""

    def note(self, latency: float, dropped: int) -> None:
        """Count a frame: its latency in ms, and the frames dropped so far."""

    def seconds(self) -> tuple[Second, ...]:
        """All so far."""


class LiveRun:
    """One run of a till on a camera; `result` is right at any time, also after an interrupt.

    Samples are kept in arrays of numbers, eight bytes each, so that a long run does not look like a leak.

    Args:
        camera: what delivers frames.
        till: decides.
        notes: told of each frame.
        tell: told about once a second how many frames have passed, dropped ones included.
    """

    def __init__(
        self, camera: Camera, till: Seer, notes: Notes, tell: Callable[[int], None] = lambda frames: None
    ) -> None:
        self._camera, self._till, self._notes, self._tell = camera, till, notes, tell
        self._frame, self._age, self._looks = array("d"), array("d"), array("l")
        self._ended, self._grab = array("d"), array("d")
        self._stages = {stage: array("d") for stage in STAGES}
        self._began = 0.0
        self.said: list[tuple[float, Event]] = []
        """The events, and when each was published, seconds since the exposure of the first frame."""

    def play(self) -> None:
        """Decide on every frame that comes.

        Raises:
            DeviceError: the camera broke.
        """
        for frame in self._camera:
            moment = self._till.see(frame)
            self._take(moment, self._camera.exposed(frame))
            self._notes.note(moment.latency * 1e3, self._camera.dropped)
            if frame.index % max(1, round(self._camera.fps)) == 0:
                self._tell(frame.index + 1)

    def _take(self, moment: Moment, exposed: float) -> None:
        timing = moment.timing
        if not self._frame:
            self._began = exposed - moment.frame.index / self._camera.fps
        self._frame.append(timing.latency * 1e3)
        self._age.append((timing.ended - exposed) * 1e3)
        self._grab.append((timing.started - exposed) * 1e3)
        for stage, seconds in zip(STAGES, timing.spent, strict=True):
            self._stages[stage].append(seconds * 1e3)
        self._ended.append(timing.ended)
        self._looks.append(moment.looks)
        self.said += [(timing.ended - self._began, event) for event in moment.events]

    @property
    def crops(self) -> int:
        """Crops embedded so far."""
        return sum(self._looks)

    @property
    def received(self) -> int:
        """Items that came onto the receipt so far."""
        return len({event.track for _, event in self.said if event.kind is Kind.ADDED})

    @property
    def until(self) -> float:
        """Seconds from the exposure of the first frame to the last decision."""
        return self._ended[-1] - self._began if self._ended else 0.0

    def result(self, receipt: tuple[float, ...] = ()) -> Live | None:
        """What was measured so far; None before the first frame."""
        if not self._frame:
            return None
        return Live(
            fps=self._camera.fps,
            seconds=self.until,
            frames=len(self._frame),
            delivered=len(self._frame) + self._camera.dropped,
            dropped=self._camera.dropped,
            late=self._camera.late,
            frame=tuple(self._frame),
            looks=tuple(self._looks),
            stages={GRAB: tuple(self._grab), **{s.value: tuple(spent) for s, spent in self._stages.items()}},
            age=tuple(self._age),
            jitter=jitter(self._ended),
            receipt=receipt,
            events=len(self.said),
            loops=self._camera.loops,
            series=self._notes.seconds(),
            waterfall=self._waterfall(),
        )

    def _waterfall(self) -> tuple[tuple[str, float, float], ...]:
        """The stages of the frame whose latency is nearest to the p99, or the worst of a short run."""
        p99 = quantile(self._frame, 0.99)
        which = int(np.argmin(np.abs(np.asarray(self._frame) - (max(self._frame) if p99 is None else p99))))
        bars, at = [(GRAB, 0.0, self._grab[which])], self._grab[which]
        for stage in STAGES:
            end = at + self._stages[stage][which]
            bars.append((stage.value, at, end))
            at = end
        return tuple(bars)


def jitter(ended: array[float]) -> tuple[float, ...]:
    """By how much each interval between two decisions differs from the one before, ms; from seconds."""
    return tuple(np.abs(np.diff(np.asarray(ended), 2)).astype(float) * 1e3)
