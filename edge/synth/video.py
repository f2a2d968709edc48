"""Video: a checkout written to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import cv2

from edge.source.capture import quiet
from edge.synth.draw import Image
from gallery.errors import DeviceError, InputError


class Drawn(Protocol):
    """What can be written: a `Checkout`, or another scene with an end."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""

    @property
    def fps(self) -> float:
        """Frames a second."""

    @property
    def total(self) -> int:
        """Frames."""

    def frames(self) -> Iterator[Image]:
        """All of them, uint8 `[height, width, 3]` BGR."""


def write_video(checkout: Drawn, path: Path, on_frame: Callable[[int, int], None] | None = None) -> None:
    """Write a checkout as an MPEG-4 file.

    Args:
        checkout: what to show.
        path: of the .mp4 file; its folder must exist.
        on_frame: called after each frame with how many are written and how many there are.

    Raises:
        InputError: the folder is missing.
        DeviceError: OpenCV cannot write such a file.
    """
    quiet()
    if not path.parent.is_dir():
        raise InputError(f"folder {path.parent} is missing", "make it, or give another path")
    code = cv2.VideoWriter.fourcc(*"mp4v")
    writer = cv2.VideoWriter(str(path), code, checkout.fps, checkout.size)
    try:
        if not writer.isOpened():
            raise DeviceError(
                f"OpenCV cannot write {path} as mp4v",
                "install opencv-python, which brings FFmpeg, or check the path",
            )
        for number, frame in enumerate(checkout.frames(), 1):
            writer.write(frame)
            if on_frame is not None:
                on_frame(number, checkout.total)
    finally:
        writer.release()
