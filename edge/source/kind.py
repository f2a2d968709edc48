"""Source kind: what a source's spelling says it is, before anything is opened."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".ts", ".mpg", ".mpeg", ".gif")


class Kind(str, Enum):
    """The kinds of source; the value is what a person is shown."""

    CAMERA = "camera"
    VIDEO = "video file"
    PICTURES = "pictures"
    STREAM = "network stream"
    PIPELINE = "GStreamer pipeline"


def classify(spec: str) -> Kind:
    """The kind of source that `spec` names. Nothing is opened.

    A number or a `/dev/` path is a camera; a text with ` ! ` a GStreamer pipeline; `rtsp://`,
    `http://` and their like a stream, unless the address ends in a video's suffix, which is a
    video; a folder, or a file with a picture's suffix, pictures; anything else a video file.
    """
    if re.fullmatch(r"\d+", spec) or spec.startswith("/dev/"):
        return Kind.CAMERA
    if " ! " in spec:
        return Kind.PIPELINE
    if is_address(spec):
        return Kind.VIDEO if _is_recording(spec) else Kind.STREAM
    if (spec and Path(spec).is_dir()) or Path(spec).suffix.lower() in PICTURE_SUFFIXES:
        return Kind.PICTURES
    return Kind.VIDEO


def is_live(spec: str) -> bool:
    """Whether the source goes on without us, so that only its newest frame is of use."""
    return classify(spec) in (Kind.CAMERA, Kind.STREAM, Kind.PIPELINE)


def is_address(spec: str) -> bool:
    """Whether `spec` is a network address such as `rtsp://…`."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", spec) is not None


def describe(spec: str) -> str:
    """How messages call the source: its kind and name, a password in an address hidden."""
    return f"{classify(spec).value} {hide_password(spec)}"


def hide_password(spec: str) -> str:
    """The address without its password, fit for a log. What is no address stays as it is.

    >>> hide_password("rtsp://till:secret@10.0.0.7/tray")
    'rtsp://till:***@10.0.0.7/tray'
    """
    if not is_address(spec) or "@" not in spec:
        return re.sub(r"(://[^:/@\s]+):[^@/\s]+@", r"\1:***@", spec)
    parts = urlsplit(spec)
    login, _, host = parts.netloc.rpartition("@")
    user, colon, _ = login.partition(":")
    return urlunsplit(parts._replace(netloc=f"{user}{':***' if colon else ''}@{host}"))


def _is_recording(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and parts.path.lower().endswith(VIDEO_SUFFIXES)
