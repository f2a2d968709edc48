"""Stream: a network camera over RTSP or HTTP, through FFmpeg, reached again when it is lost."""

from __future__ import annotations

import cv2

from edge.source.capture import file_backend, quiet
from edge.source.frame_source import SourceOptions
from edge.source.kind import Kind, describe
from edge.source.live import LiveGrabber
from edge.source.live_source import LiveSource, first_size
from gallery.errors import DeviceError

_TIMEOUT_MS = 5000
_REMEDY = "check address, login and network, for example with `ffprobe ADDRESS`"


def open_stream(spec: str, options: SourceOptions) -> LiveSource:
    """Open a network stream. When lost, it is reached again `options.reconnect` times in a row.

    Raises:
        DeviceError: it does not answer within 5 s, or delivers no picture.
    """
    quiet()
    name = describe(spec)
    capture = _connect(spec)
    if capture is None:
        raise DeviceError(f"{name}: no video there, or no answer within {_TIMEOUT_MS // 1000} s", _REMEDY)
    size = first_size(capture, name, _REMEDY)
    grabber = LiveGrabber(
        capture,
        name,
        _REMEDY,
        patience=_TIMEOUT_MS / 1000,
        reopen=lambda: _connect(spec),
        attempts=options.reconnect,
    )
    source = LiveSource(spec, Kind.STREAM, capture, grabber, size, options)
    if options.width or options.height or options.fps:
        source.warn("width, height and fps are asked of cameras; set them at the network camera itself")
    return source


def _connect(spec: str) -> cv2.VideoCapture | None:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _TIMEOUT_MS]
    capture = cv2.VideoCapture(spec, file_backend(), limits)
    if capture.isOpened():
        return capture
    capture.release()
    return None
