"""Frame source: camera, stream, video, pictures or GStreamer pipeline, all read the same way."""

from __future__ import annotations

from collections.abc import Iterator

from edge.frame import Frame
from edge.source.camera import open_camera
from edge.source.frame_source import FrameSource, SourceOptions
from edge.source.gstreamer import open_pipeline
from edge.source.kind import Kind, classify, describe, is_live
from edge.source.pictures import open_pictures
from edge.source.recording import open_recording
from edge.source.stream import open_stream
from gallery.errors import InputError

__all__ = [
    "FrameSource",
    "Kind",
    "SourceOptions",
    "classify",
    "describe",
    "frames",
    "is_live",
    "open_source",
]

_OPENERS = {
    Kind.CAMERA: open_camera,
    Kind.VIDEO: open_recording,
    Kind.PICTURES: open_pictures,
    Kind.STREAM: open_stream,
    Kind.PIPELINE: open_pipeline,
}


def open_source(spec: str, options: SourceOptions | None = None) -> FrameSource:
    """Open the source that `spec` names.

    Args:
        spec: a camera (`0`, `/dev/video0`), a video file or its http address, a folder of
            pictures or one picture, an `rtsp://` or `http://` stream, or a GStreamer pipeline.
        options: how to open it; what does not apply to this kind is warned of, not ignored.

    Raises:
        InputError: the file or folder is missing, empty, or holds no picture; a pipeline
            without `appsink`.
        DeviceError: the camera or stream is not there, may not be opened, or delivers nothing;
            this OpenCV was built without GStreamer.
    """
    if not spec.strip():
        raise InputError(
            "the source is empty", "name a camera (0), a video, a folder of pictures or a stream"
        )
    return _OPENERS[classify(spec)](spec, options or SourceOptions())


def frames(spec: str, options: SourceOptions | None = None) -> Iterator[Frame]:
    """Yield the frames of a source; whatever was opened is released when the generator ends.

    A live source yields its newest frame, and gaps in `Frame.index` are frames dropped. A file
    yields every frame with its own timestamp, the same on every replay.

    Raises:
        InputError: see `open_source`; or a folder in which no picture can be read.
        DeviceError: see `open_source`; or a camera or stream that stopped delivering.
    """
    with open_source(spec, options) as source:
        yield from source
