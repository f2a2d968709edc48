"""Capture: what every kind of source needs of cv2.VideoCapture."""

from __future__ import annotations

import os
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used once it is open."""

    def read(self) -> tuple[bool, Any]:
        """Whether a picture came, and the picture."""

    def release(self) -> None:
        """Let go of the device or file."""


def quiet() -> None:
    """Stop OpenCV and FFmpeg from writing to stderr: what fails is said in our own words.

    `OPENCV_LOG_LEVEL` and `OPENCV_FFMPEG_LOGLEVEL`, set by the user, are left as they are.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    if "OPENCV_LOG_LEVEL" not in os.environ:
        home = cv2 if hasattr(cv2, "setLogLevel") else cv2.utils.logging  # OpenCV 4 and 5
        home.setLogLevel(0)


def file_backend() -> int:
    """FFmpeg where this OpenCV has it, so that a file is read the same way everywhere."""
    return cv2.CAP_FFMPEG if has_backend(cv2.CAP_FFMPEG) else cv2.CAP_ANY


def has_backend(backend: int) -> bool:
    """Whether this OpenCV was built with, or has a plug-in for, a `cv2.CAP_…` backend."""
    return backend in cv2.videoio_registry.getBackends()


def bgr(picture: NDArray[Any]) -> NDArray[np.uint8]:
    """The picture as uint8 `[H, W, 3]`, BGR, whatever a backend delivers: grey, BGRA or 16 bit."""
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    if picture.ndim == 2 or picture.shape[2] == 1:
        return cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    if picture.shape[2] == 4:
        return cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR).astype(np.uint8, copy=False)
    return picture


def stated_fps(capture: cv2.VideoCapture, otherwise: float) -> float:
    """The rate the capture states, frames a second, or `otherwise` where it states nonsense."""
    fps = float(capture.get(cv2.CAP_PROP_FPS))
    return fps if 0 < fps <= 1000 else otherwise
