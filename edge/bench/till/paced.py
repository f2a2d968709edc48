"""Paced: a video played as a camera delivers it, each frame when it is due and never before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import cv2

from edge.frame import Frame
from edge.source.capture import Capture, file_backend, quiet
from edge.source.live import LiveGrabber
from gallery.errors import InputError

Open = Callable[[], Capture]


class PacedVideo:
    """A capture whose frame `i` comes `i / fps` seconds after its first; a video that ends begins again.

    The next frame is decoded before it is due. One that was not decoded in time comes at once, and where it
    comes more than a frame's time late, it is counted: then this is no camera of that rate.

    Args:
        reopen: opens the video at its first frame.
        fps: frames a second.
        clock: seconds.
        sleep: waits so many seconds.

    Attributes:
        delivered: frames so far.
        late: of these, how many came more than a frame's time after they were due.
        loops: how often the video began again.
    """

    def __init__(
        self,
        reopen: Open,
        fps: float,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.fps, self.delivered, self.late, self.loops = fps, 0, 0, 0
        self._reopen, self._clock, self._sleep = reopen, clock, sleep
        self._capture = reopen()
        self._started: float | None = None

    def due(self, index: int) -> float:
        """When the exposure of frame `index` ended, seconds of the clock; 0 before the first frame."""
        return (self._started or 0.0) + index / self.fps

    def read(self) -> tuple[bool, Any]:
        """The next picture, when it is due."""
        there, picture = self._capture.read()
        if not there:
            there, picture = self._again()
            self.loops += bool(there) and self.delivered > 0
        if not there:
            return False, None
        if self._started is None:
            self._started = self._clock()
        due = self.due(self.delivered)
        while (early := due - self._clock()) > 0:
            self._sleep(early)
        self.late += self._clock() - due > 1 / self.fps
        self.delivered += 1
        return True, picture

    def release(self) -> None:
        """Close the video."""
        self._capture.release()

    def _again(self) -> tuple[bool, Any]:
        self._capture.release()
        self._capture = self._reopen()
        return self._capture.read()


class PacedCamera:
    """A video behind the grabber that real cameras are behind; frames that come too late are dropped.

    Iterating yields the newest frame, until the schedule's `seconds` are over. Leave it by `with`.
    Each frame that came is one that was taken or one that was dropped, also at the end.

    Args:
        video: the file.
        fps: frames a second that it delivers.
        seconds: for how long.

    Attributes:
        taken: frames that were yielded.
        dropped: frames that were not, though a later one, or the end, came.

    Raises:
        InputError: the file is no video, in the first iteration at the latest.
    """

    def __init__(self, video: Path, fps: float, seconds: float) -> None:
        quiet()
        self.fps, self.total = fps, max(1, round(seconds * fps))
        self.taken = self.dropped = 0
        self._video = PacedVideo(lambda: _opened(video), fps)
        self._grabber = LiveGrabber(self._video, f"video {video}", "play it once to see that it can be read")

    @property
    def delivered(self) -> int:
        """Frames that came until it was last asked for one."""
        return self.taken + self.dropped

    @property
    def late(self) -> int:
        """Frames that came more than a frame's time late: the video could not be decoded in time."""
        return self._video.late

    @property
    def loops(self) -> int:
        """How often the video began again; the frame that is read ahead counts."""
        return self._video.loops

    def exposed(self, frame: Frame) -> float:
        """When the exposure of one of its frames ended, seconds of `time.perf_counter()`."""
        return self._video.due(frame.index)

    def __iter__(self) -> Iterator[Frame]:
        """Yield frames.

        Raises:
            DeviceError: the video cannot be decoded.
        """
        for frame in self._grabber:
            self.dropped = min(frame.index, self.total) - self.taken
            if frame.index >= self.total:
                return
            self.taken += 1
            yield frame
            if frame.index == self.total - 1:
                return

    def __enter__(self) -> PacedCamera:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._grabber.close()


def _opened(video: Path) -> cv2.VideoCapture:
    capture = cv2.VideoCapture(str(video), file_backend())
    if not capture.isOpened():
        raise InputError(f"{video}: not a video that OpenCV can read", "give one that a player can open")
    return capture
