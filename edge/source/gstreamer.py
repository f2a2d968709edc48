"""GStreamer pipeline: how a Jetson's CSI camera or hardware decoder is reached."""

from __future__ import annotations

import re

import cv2

from edge.source.capture import quiet
from edge.source.frame_source import SourceOptions
from edge.source.kind import Kind, describe
from edge.source.live import LiveGrabber
from edge.source.live_source import LiveSource, first_size
from gallery.errors import DeviceError, InputError

EXAMPLE = (
    "nvarguscamerasrc ! video/x-raw(memory:NVMM),width=1280,height=720,framerate=30/1 ! nvvidconv ! "
    "video/x-raw,format=BGRx ! videoconvert ! video/x-raw,format=BGR ! appsink drop=1 max-buffers=1"
)
"""A pipeline for a Jetson's CSI camera: nvvidconv makes no BGR, so videoconvert does the last step."""

_NO_GSTREAMER = (
    "OpenCV's pip wheels have none. On a Jetson use JetPack's own OpenCV (sudo apt install python3-opencv, "
    "in an environment made with --system-site-packages and without opencv-python), or build OpenCV with "
    "-D WITH_GSTREAMER=ON; check: python -c 'import cv2; print(cv2.getBuildInformation())' | grep GStreamer. "
    "A USB camera needs no GStreamer: use its number, for example 0"
)


def open_pipeline(spec: str, options: SourceOptions) -> LiveSource:
    """Open a GStreamer pipeline that ends in `appsink`.

    Raises:
        InputError: the pipeline has no `appsink`.
        DeviceError: this OpenCV has no GStreamer, or the pipeline does not start.
    """
    quiet()
    name = describe(spec)
    if "appsink" not in spec:
        raise InputError(f"{name}: it does not end in appsink", f"for example: {EXAMPLE}")
    if not has_gstreamer():
        raise DeviceError(f"{name}: this OpenCV {cv2.__version__} has no GStreamer", _NO_GSTREAMER)
    remedy = f"try it with gst-launch-1.0, fakesink in appsink's place; for a CSI camera: {EXAMPLE}"
    capture = cv2.VideoCapture(spec, cv2.CAP_GSTREAMER)
    if not capture.isOpened():
        capture.release()
        raise DeviceError(f"{name}: the pipeline does not start", remedy)
    size = first_size(capture, name, remedy)
    grabber = LiveGrabber(capture, name, remedy)
    source = LiveSource(spec, Kind.PIPELINE, capture, grabber, size, options)
    if options.width or options.height or options.fps:
        source.warn("width, height and fps are asked of cameras; write them into the pipeline's caps")
    return source


def has_gstreamer() -> bool:
    """Whether this OpenCV was built with GStreamer."""
    return re.search(r"GStreamer:\s+YES", cv2.getBuildInformation()) is not None
