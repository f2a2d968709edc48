"""Video writer: an annotated recording that is whole under its name, or not there under it."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.source.capture import file_backend, quiet
from gallery.errors import InputError

log = logging.getLogger("edge.show.video")

_CODECS = {".mp4": ("avc1", "mp4v"), ".avi": ("MJPG", "XVID")}
_CHECK_EVERY = 30
_RESERVE_BYTES = 16 * 1024 * 1024


class VideoWriter:
    """Writes every frame it is given. The file appears under its name when it is closed.

    Until then it lies beside it as `.NAME.part.mp4`. Left by an exception too, it is closed, so
    that what was written so far can be played. mp4 is H.264 where this OpenCV can encode it, else
    MPEG-4 part 2. Both store even sizes: of an odd one the last row or column is left out.

    Args:
        path: ends in `.mp4` or `.avi`; an existing file is replaced.
        size: width and height of every frame, pixels.
        fps: frames a second.

    Raises:
        InputError: another suffix, a folder that is missing or not writable, a full disk, a size
            or rate that no codec takes.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: float) -> None:
        quiet()
        self.path = path
        self.size = size
        self.written = 0
        self._part = path.with_name(f".{path.stem}.part{path.suffix}")
        _check(path, size, fps)
        self.codec, self._writer = _open(self._part, path, size, fps)
        self._closed = False

    def write(self, image: NDArray[np.uint8]) -> None:
        """Append uint8 `[H, W, 3]`, BGR.

        Raises:
            InputError: another size than the video's (pictures of a folder may differ), or the disk
                is full.
        """
        if image.shape != (self.size[1], self.size[0], 3):
            raise InputError(
                f"video {self.path}: a frame of {image.shape[1]}x{image.shape[0]} pixels in a video of "
                f"{self.size[0]}x{self.size[1]}",
                "film pictures of one size, or run without a video",
            )
        if self.written % _CHECK_EVERY == 0:
            _check_space(self.path)
        self._writer.write(image)
        self.written += 1

    def close(self) -> None:
        """Finish the file, check that every frame reached the disk, and give it its name.

        Raises:
            InputError: frames are missing (a full disk); the remains stay beside the name.
        """
        if self._closed:
            return
        self._closed = True
        self._writer.release()
        if self.written == 0:
            self._part.unlink(missing_ok=True)
            return
        stored = _count(self._part)
        if stored < self.written:
            raise InputError(
                f"video {self.path}: {stored} of {self.written} frames reached the disk",
                f"free space on the disk; what there is lies in {self._part}",
            )
        os.replace(self._part, self.path)

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except InputError as problem:
            if error is None:
                raise
            log.warning("%s; %s", problem.problem, problem.remedy)  # the first error is the one to show


def _check(path: Path, size: tuple[int, int], fps: float) -> None:
    if path.suffix.lower() not in _CODECS:
        raise InputError(f"video {path}: unknown kind {path.suffix or '(no suffix)'}", "name it .mp4 or .avi")
    if not path.parent.is_dir():
        raise InputError(f"video {path}: there is no folder {path.parent}", "make the folder first")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"video {path}: no permission to write in {path.parent}", "choose another folder")
    if path.is_dir():
        raise InputError(f"video {path}: is a folder", "name a file")
    if min(size) < 2 or not 0 < fps <= 1000:
        raise InputError(f"video {path}: {size[0]}x{size[1]} pixels at {fps} fps", "use 2x2 pixels or more")
    _check_space(path)


def _check_space(path: Path) -> None:
    """OpenCV does not report a failed write, so look before it happens."""
    free = shutil.disk_usage(path.parent).free
    if free < _RESERVE_BYTES:
        raise InputError(
            f"video {path}: disk full, {free // 1024} KB free", "free space, or choose another disk"
        )


def _open(part: Path, path: Path, size: tuple[int, int], fps: float) -> tuple[str, cv2.VideoWriter]:
    for codec in _CODECS[path.suffix.lower()]:
        writer = cv2.VideoWriter(str(part), file_backend(), cv2.VideoWriter.fourcc(*codec), fps, size)
        if writer.isOpened():
            return codec, writer
        writer.release()
    part.unlink(missing_ok=True)
    raise InputError(
        f"video {path}: this OpenCV encodes neither {' nor '.join(_CODECS[path.suffix.lower()])}",
        "try the other of .mp4 and .avi, or run without a video",
    )


def _count(path: Path) -> int:
    capture = cv2.VideoCapture(str(path), file_backend())
    stored = int(capture.get(cv2.CAP_PROP_FRAME_COUNT)) if capture.isOpened() else 0
    capture.release()
    return stored
