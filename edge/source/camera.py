"""Camera: a USB or built-in camera, on the platform's own backend."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2

from edge.source.capture import quiet
from edge.source.frame_source import SourceOptions
from edge.source.kind import Kind, describe
from edge.source.live import LiveGrabber
from edge.source.live_source import LiveSource, first_size
from gallery.errors import DeviceError

_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}
_UNCOMPRESSED = 640 * 480
"""Beyond so many pixels USB 2 carries no full rate uncompressed (YUYV), hence MJPG."""

_LOST = "check the cable and the USB power, then start again"


def open_camera(spec: str, options: SourceOptions) -> LiveSource:
    """Open a camera by number (`0`) or device path (`/dev/video0`).

    What is asked of width, height and fps is compared with what comes; a difference is warned of.

    Raises:
        DeviceError: no such camera, no permission, in use, or it delivers no picture.
    """
    quiet()
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "5")  # seconds; OpenCV waits 10
    name = describe(spec)
    capture = cv2.VideoCapture(_device(spec), _BACKENDS.get(sys.platform, cv2.CAP_ANY))
    if not capture.isOpened():
        capture.release()
        raise DeviceError(*_why_not(spec))
    _ask(capture, options)
    size = first_size(capture, name, _LOST)
    source = LiveSource(spec, Kind.CAMERA, capture, LiveGrabber(capture, name, _LOST), size, options)
    _compare(source, options, float(capture.get(cv2.CAP_PROP_FPS)))
    return source


def _device(spec: str) -> int | str:
    """OpenCV's argument: the number where there is one, else the path (`/dev/v4l/by-id/…`)."""
    number = spec.removeprefix("/dev/video")
    return int(number) if number.isdecimal() else spec


def _ask(capture: cv2.VideoCapture, options: SourceOptions) -> None:
    """The format first: a camera lists sizes and rates for each format."""
    width, height = options.width or 0, options.height or 0
    if width * height > _UNCOMPRESSED or max(width, height) > 640:
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    for key, value in (
        (cv2.CAP_PROP_FRAME_WIDTH, width),
        (cv2.CAP_PROP_FRAME_HEIGHT, height),
        (cv2.CAP_PROP_FPS, options.fps),
    ):
        if value:
            capture.set(key, value)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def _compare(source: LiveSource, options: SourceOptions, fps: float) -> None:
    width, height = source.size
    if (options.width or width, options.height or height) != (width, height):
        asked = f"{options.width or 'any'}x{options.height or 'any'}"
        source.warn(f"asked for {asked} pixels, the camera delivers {width}x{height}")
    if options.fps and abs(fps - options.fps) > 0.5:
        got = f"the camera states {fps:g}" if fps > 0 else "the camera states no rate"
        source.warn(f"asked for {options.fps:g} frames a second, {got}")


def _why_not(spec: str) -> tuple[str, str]:
    """Problem and remedy for a camera that does not open."""
    name = describe(spec)
    if sys.platform != "linux":
        return f"{name}: not found, or in use", "try another number, and allow this program to use the camera"
    path = Path(f"/dev/video{spec}" if spec.isdecimal() else spec)
    if not path.exists():
        return f"{name}: there is no {path}", _others()
    if not os.access(path, os.R_OK | os.W_OK):
        return (
            f"{name}: no permission to open {path}",
            "join its group and log in again: sudo usermod -aG video $USER",
        )
    return (
        f"{name}: {path} is there but does not open as a camera",
        f"another program may hold it (fuser -v {path}), or it is a camera's metadata node; {_others()}",
    )


def _others() -> str:
    found = sorted(str(path) for path in Path("/dev").glob("video*"))
    if found:
        return f"devices here: {', '.join(found)} (`v4l2-ctl --list-devices` names them)"
    return "no /dev/video* exists: plug a camera in; in a container pass it on with --device /dev/video0"
