"""Live source: a capture whose newest frame alone counts."""

from __future__ import annotations

from collections.abc import Iterator

import cv2

from edge.frame import Frame
from edge.source.capture import stated_fps
from edge.source.frame_source import FrameSource, SourceOptions
from edge.source.kind import Kind, describe
from edge.source.live import LiveGrabber
from gallery.errors import DeviceError

_FALLBACK_FPS = 30.0


class LiveSource(FrameSource):
    """A camera, stream or pipeline that has shown that it delivers."""

    def __init__(
        self,
        spec: str,
        kind: Kind,
        capture: cv2.VideoCapture,
        grabber: LiveGrabber,
        size: tuple[int, int],
        options: SourceOptions,
    ) -> None:
        super().__init__(describe(spec), kind, live=True, options=options)
        self.fps = stated_fps(capture, _FALLBACK_FPS)
        self.size = size
        self._grabber = grabber

    def _frames(self) -> Iterator[Frame]:
        for frame in self._grabber:
            self._count()
            yield frame

    def close(self) -> None:
        """Stop the grabbing thread and release the device."""
        self._grabber.close()
        self._count()

    def _count(self) -> None:
        self.dropped, self.reconnects = self._grabber.dropped, self._grabber.reconnects


def first_size(capture: cv2.VideoCapture, name: str, remedy: str) -> tuple[int, int]:
    """Width and height of the first picture: proof that the capture delivers. It is released if not.

    Raises:
        DeviceError: it opens, but no picture comes.
    """
    there, picture = capture.read()
    if not there:
        capture.release()
        raise DeviceError(f"{name}: opens, but delivers no picture", remedy)
    return (int(picture.shape[1]), int(picture.shape[0]))
