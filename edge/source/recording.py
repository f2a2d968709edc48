"""Recording: a video file, frame by frame with its own timestamps, the same on every replay."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from edge.frame import Frame
from edge.source.capture import bgr, file_backend, quiet, stated_fps
from edge.source.frame_source import FrameSource, SourceOptions
from edge.source.kind import Kind, describe, is_address
from gallery.errors import DeviceError, InputError

_FALLBACK_FPS = 25.0
_REMEDY = "give a video that `ffprobe FILE` or a player can open, or record it again"


class Recording(FrameSource):
    """A video file, read from its first frame to its last."""

    def __init__(self, spec: str, capture: cv2.VideoCapture, options: SourceOptions) -> None:
        super().__init__(describe(spec), Kind.VIDEO, live=False, options=options)
        self._capture = capture
        self.fps = stated_fps(capture, _FALLBACK_FPS)
        count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.total = count if count > 0 else None
        self.size = (int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)))
        if options.width or options.height or options.fps:
            self.warn("width, height and fps are asked of cameras; a video is played as it is")

    def _frames(self) -> Iterator[Frame]:
        clock = _Clock(self.fps)
        index = 0
        while True:
            there, picture = self._capture.read()
            if not there:
                break
            seconds = clock.at(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
            yield Frame(bgr(picture), index, seconds, time.perf_counter())
            index += 1
        self._check_end(index, clock.last)

    def _check_end(self, delivered: int, last: float) -> None:
        """Warn where the file states more than could be read. Some containers only estimate it."""
        stated = self.total or 0
        missing = stated - delivered
        if missing > max(1, 0.02 * stated) and last + 2 / self.fps < stated / self.fps:
            self.cut_short = True
            self.warn(
                f"broke off after frame {delivered} of {stated}, at {last:.2f} s: the file is cut or damaged"
            )

    def close(self) -> None:
        """Release the file."""
        self._capture.release()


class _Clock:
    """Strictly rising seconds from a file's timestamps.

    OpenCV's backends differ in whether a position is that of the frame just read or of the next
    one, so the first one is taken as 0; where a file has none, or they run backwards, the frame
    rate fills in.
    """

    def __init__(self, fps: float) -> None:
        self.last = 0.0
        self._step = 1 / fps
        self._first: float | None = None

    def at(self, position: float) -> float:
        """Seconds from the start, given the position, seconds, that the backend reports."""
        if self._first is None:
            self._first = position if math.isfinite(position) else 0.0
            return self.last
        seconds = position - self._first
        self.last = seconds if seconds > self.last else self.last + self._step
        return self.last


def open_recording(spec: str, options: SourceOptions) -> Recording:
    """Open a video file, or the http address of one.

    Raises:
        InputError: the file is missing, empty, no video, or an mp4 without its index.
        DeviceError: the address does not answer, or with no video.
    """
    quiet()
    if not is_address(spec):
        _check_file(Path(spec))
    capture = cv2.VideoCapture(spec, file_backend())
    if capture.isOpened() and capture.get(cv2.CAP_PROP_FRAME_WIDTH) > 0:
        return Recording(spec, capture, options)
    capture.release()
    if is_address(spec):
        raise DeviceError(
            f"{describe(spec)}: no video there", "check the address, for example with `curl -I`"
        )
    raise InputError(f"{spec}: {_why_not(Path(spec))}", _REMEDY)


def _check_file(path: Path) -> None:
    """Refuse what cannot be a video before FFmpeg sees it: it would even play a text file."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "check the path of the source") from None
    if not head:
        raise InputError(f"{path}: the file is empty (0 bytes)", _REMEDY)
    if b"\0" not in head:
        raise InputError(f"{path}: not a video (it is plain text)", _REMEDY)


def _why_not(path: Path) -> str:
    with path.open("rb") as file:
        is_mp4 = file.read(8)[4:] == b"ftyp"
    if is_mp4:
        return "an mp4 whose index (moov) is missing: the recording was cut off before it was closed"
    return "not a video that OpenCV can read"
