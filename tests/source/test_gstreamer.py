from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.source import Kind, SourceOptions, gstreamer, open_source
from edge.source.gstreamer import EXAMPLE, has_gstreamer
from gallery.errors import DeviceError, InputError

TEST_PIPELINE = "videotestsrc ! video/x-raw,format=BGR,width=64,height=48 ! appsink drop=1 max-buffers=1"


def test_without_gstreamer_the_way_to_get_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "getBuildInformation", lambda: "    GStreamer:                   NO\n")
    with pytest.raises(DeviceError, match="has no GStreamer") as caught:
        open_source(EXAMPLE)
    for part in ("python3-opencv", "-D WITH_GSTREAMER=ON", "getBuildInformation", "USB camera"):
        assert part in caught.value.remedy


def test_a_pipeline_without_appsink_is_refused_with_an_example() -> None:
    with pytest.raises(InputError, match="nvarguscamerasrc"):
        open_source("nvarguscamerasrc ! nvvidconv ! xvimagesink")


def test_the_example_ends_in_the_newest_frame_alone() -> None:
    assert EXAMPLE.endswith("format=BGR ! appsink drop=1 max-buffers=1")


@pytest.mark.parametrize(
    ("text", "there"),
    [("GStreamer:                   YES (1.20.3)", True), ("GStreamer: NO", False), ("", False)],
)
def test_the_build_is_read(monkeypatch: pytest.MonkeyPatch, text: str, there: bool) -> None:
    monkeypatch.setattr(cv2, "getBuildInformation", lambda: f"  Video I/O:\n    {text}\n    v4l: YES\n")
    assert has_gstreamer() is there


class Pipeline:
    def __init__(self, spec: str, backend: int) -> None:
        self.opened = backend == cv2.CAP_GSTREAMER and spec == TEST_PIPELINE

    def isOpened(self) -> bool:  # noqa: N802
        return self.opened

    def get(self, key: int) -> float:
        return 60.0 if key == cv2.CAP_PROP_FPS else 0.0

    def read(self) -> tuple[bool, np.ndarray]:
        return True, np.zeros((48, 64, 3), np.uint8)

    def release(self) -> None:
        self.opened = False


def test_a_pipeline_is_a_live_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gstreamer, "has_gstreamer", lambda: True)
    monkeypatch.setattr(cv2, "VideoCapture", Pipeline)
    with open_source(TEST_PIPELINE, SourceOptions(max_frames=3, width=640)) as source:
        assert len(list(source)) == 3
    assert (source.kind, source.live, source.size, source.fps) == (Kind.PIPELINE, True, (64, 48), 60.0)
    assert "caps" in (source.warning or "")


def test_a_pipeline_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gstreamer, "has_gstreamer", lambda: True)
    monkeypatch.setattr(cv2, "VideoCapture", Pipeline)
    with pytest.raises(DeviceError, match="gst-launch"):
        open_source("nosuchelement ! appsink")


@pytest.mark.skipif(not has_gstreamer(), reason="this OpenCV has no GStreamer")
def test_a_real_pipeline_delivers() -> None:
    with open_source(TEST_PIPELINE, SourceOptions(max_frames=3)) as source:
        assert [frame.image.shape for frame in source] == [(48, 64, 3)] * 3
