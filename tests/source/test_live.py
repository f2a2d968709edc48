"""Live sources, with a stand-in for the camera: what a real one does is made to happen on demand."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest

from edge.source import SourceOptions, camera, frames, live, open_source, stream
from gallery.errors import DeviceError


class FakeCapture:
    """A camera that delivers what is put into `pictures`; None is a failed read."""

    def __init__(self, width: int = 64, height: int = 48, fps: float = 30.0) -> None:
        self.pictures: queue.Queue[np.ndarray | None] = queue.Queue()
        self.settings: dict[int, float] = {}
        self.states = {
            cv2.CAP_PROP_FRAME_WIDTH: width,
            cv2.CAP_PROP_FRAME_HEIGHT: height,
            cv2.CAP_PROP_FPS: fps,
        }
        self.order: list[int] = []
        self.released = threading.Event()
        self.reads_after_release = 0
        self.shape = (height, width, 3)

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def get(self, key: int) -> float:
        return self.states.get(key, 0.0)

    def set(self, key: int, value: float) -> bool:
        self.settings[key] = value
        self.order.append(key)
        return True

    def read(self) -> tuple[bool, Any]:
        self.reads_after_release += self.released.is_set()
        while not self.released.is_set():
            try:
                picture = self.pictures.get(timeout=0.02)
            except queue.Empty:
                if getattr(self, "hang", False):
                    continue
                return False, None
            return picture is not None, picture
        return False, None

    def release(self) -> None:
        self.released.set()

    def deliver(self, *values: int) -> None:
        for value in values:
            self.pictures.put(np.full(self.shape, value, np.uint8))


class Closed(FakeCapture):
    def isOpened(self) -> bool:  # noqa: N802
        return False


def pretend(monkeypatch: pytest.MonkeyPatch, *captures: FakeCapture) -> list[tuple[Any, ...]]:
    """Have cv2.VideoCapture give these, one after the other; returns what it was called with."""
    calls: list[tuple[Any, ...]] = []
    supply = iter(captures)

    def opened(*arguments: Any) -> FakeCapture:
        calls.append(arguments)
        return next(supply)

    monkeypatch.setattr(cv2, "VideoCapture", opened)
    return calls


def wait_for(condition: Any, seconds: float = 5.0) -> None:
    end = time.perf_counter() + seconds
    while not condition():
        assert time.perf_counter() < end, "it never came"
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    wait_for(lambda: not [t for t in threading.enumerate() if t.name.startswith("grab ")], 3)


def test_a_slow_consumer_sees_the_newest_frame_and_drops_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    with open_source("0") as source:
        shown = iter(source)
        first = next(shown)
        fake.deliver(1, 2, 3, 4, 5)
        wait_for(fake.pictures.empty)
        time.sleep(0.05)
        newest = next(shown)
        fake.deliver(6)
        last = next(shown)
        assert [int(f.image[0, 0, 0]) for f in (first, newest, last)] == [0, 5, 6]
        assert [f.index for f in (first, newest, last)] == [0, 5, 6]
        assert source.dropped == newest.index - first.index - 1 == 4
        assert source.live
        assert source.total is None
        assert 0 <= first.time < newest.time < last.time
    assert fake.released.is_set()
    assert fake.reads_after_release == 0


def test_a_fast_consumer_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    seen = []
    with open_source("0", SourceOptions(max_frames=20)) as source:
        for frame in source:
            seen.append((frame.index, int(frame.image[0, 0, 0])))
            fake.deliver(len(seen))
    assert seen == [(i, i) for i in range(20)]
    assert source.dropped == 0


def test_gaps_in_the_index_add_up_to_the_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255, *range(200))
    indices = []
    with open_source("0") as source:
        for frame in source:
            assert int(frame.image[0, 0, 0]) == frame.index
            indices.append(frame.index)
            if frame.index == 199:
                break
            time.sleep(0.001 * (len(indices) % 3))
    gaps = sum(b - a - 1 for a, b in itertools.pairwise([-1, *indices]))
    assert source.dropped == gaps > 0


def test_a_camera_is_asked_for_mjpg_first_above_vga(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = FakeCapture(640, 480), FakeCapture(1280, 720, 15)
    calls = pretend(monkeypatch, small, large)
    for fake in (small, large):
        fake.deliver(0)
    monkeypatch.setattr("sys.platform", "linux")
    open_source("0", SourceOptions(width=640, height=480, fps=30)).close()
    with open_source("/dev/video2", SourceOptions(width=1280, height=720, fps=15)) as source:
        assert source.warning is None
        assert source.size == (1280, 720)
    assert calls == [(0, cv2.CAP_V4L2), (2, cv2.CAP_V4L2)]
    assert cv2.CAP_PROP_FOURCC not in small.settings
    assert large.order[0] == cv2.CAP_PROP_FOURCC
    assert large.settings[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert large.settings[cv2.CAP_PROP_FPS] == 15
    assert large.settings[cv2.CAP_PROP_BUFFERSIZE] == 1


def test_a_size_or_rate_that_was_not_asked_for_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeCapture(640, 480, 15)
    pretend(monkeypatch, fake)
    fake.deliver(0)
    with open_source("0", SourceOptions(width=1280, height=720, fps=30)) as source:
        warning = source.warning or ""
        assert source.size == (640, 480)
    assert "asked for 1280x720 pixels, the camera delivers 640x480" in warning
    assert "asked for 30 frames a second, the camera states 15" in warning
    assert "1280x720" in caplog.text


def test_nothing_asked_nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture(fps=0)
    pretend(monkeypatch, fake)
    fake.deliver(0)
    with open_source("0") as source:
        assert source.warning is None
        assert source.fps == 30


def test_a_missing_camera_names_it_and_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, Closed())
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(DeviceError, match="camera 97: there is no /dev/video97") as caught:
        open_source("97")
    assert caught.value.exit_code == 4
    assert "/dev/video" in caught.value.remedy


def test_a_camera_without_permission_names_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, Closed())
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(camera.os, "access", lambda *_: False)
    with pytest.raises(DeviceError, match="usermod -aG video"):
        open_source("/dev/null")


def test_a_device_that_is_no_camera_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, Closed())
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(camera.os, "access", lambda *_: True)
    with pytest.raises(DeviceError, match="does not open as a camera"):
        open_source("/dev/null")


def test_a_camera_that_opens_but_delivers_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    with pytest.raises(DeviceError, match="delivers no picture"):
        open_source("0")
    assert fake.released.is_set()


@pytest.mark.parametrize("hang", [False, True], ids=["reads fail", "read hangs"])
def test_a_camera_that_dies_is_told_after_its_last_frame(monkeypatch: pytest.MonkeyPatch, hang: bool) -> None:
    fake = FakeCapture()
    fake.hang = hang  # type: ignore[attr-defined]
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    source = open_source("0")
    source._grabber._patience = 0.3  # type: ignore[attr-defined]
    shown = iter(source)
    assert next(shown).index == 0
    with pytest.raises(DeviceError, match=r"camera 0: (stopped|no picture)") as caught:
        next(shown)
    assert "cable" in caught.value.remedy
    fake.release()


def test_one_failed_read_is_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    fake.pictures.put(None)
    fake.deliver(1)
    indices = []
    for frame in frames("0", SourceOptions(max_frames=2)):
        indices.append(frame.index)
        if frame.index == 1:
            break
    assert indices[-1] == 1


def test_close_from_another_thread_ends_the_iteration(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    fake.hang = True  # type: ignore[attr-defined]
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    source = open_source("0")
    threading.Timer(0.2, lambda: (fake.release(), source.close())).start()
    start = time.perf_counter()
    assert len(list(source)) == 1
    assert time.perf_counter() - start < 2


def test_a_source_read_to_its_end_is_closed_without_with(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255, 0)
    assert len(list(open_source("0", SourceOptions(max_frames=1)))) == 1
    assert fake.released.is_set()


def test_closing_before_the_first_frame_releases_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255)
    source = open_source("0")
    source.close()
    source.close()
    assert fake.released.is_set()


def test_grey_and_bgra_pictures_become_bgr(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeCapture()
    pretend(monkeypatch, fake)
    fake.deliver(255)
    fake.pictures.put(np.full((48, 64), 9, np.uint8))
    shapes = []
    for frame in frames("0", SourceOptions(max_frames=2)):
        shapes.append((frame.image.shape, int(frame.image.max())))
        fake.pictures.put(np.full((48, 64, 4), 7, np.uint8))
    assert shapes == [((48, 64, 3), 9), ((48, 64, 3), 7)]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_BACK_OFF_SECONDS", (0.01,))


@pytest.mark.usefixtures("no_pauses")
def test_a_lost_stream_is_reached_again_and_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = FakeCapture(), FakeCapture()
    first.deliver(255, 0)
    second.deliver(1)
    pretend(monkeypatch, first, Closed(), Closed(), second)
    with open_source("rtsp://till:secret@host/tray", SourceOptions(max_frames=2)) as source:
        assert [(f.index, int(f.image[0, 0, 0])) for f in source] == [(0, 0), (1, 1)]
    assert source.reconnects == 1
    assert first.released.is_set()
    assert "attempt 3 of 5" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.usefixtures("no_pauses")
def test_a_stream_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    first = FakeCapture()
    first.deliver(255, 0)
    calls = pretend(monkeypatch, first, Closed(), FakeCapture(), Closed())
    with pytest.raises(DeviceError, match="not reached again in 3 attempts"):
        list(frames("rtsp://host/tray", SourceOptions(reconnect=3)))
    assert len(calls) == 4


def test_a_stream_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = pretend(monkeypatch, Closed())
    with pytest.raises(DeviceError, match=r"rtsp://till:\*\*\*@host/tray") as caught:
        open_source("rtsp://till:secret@host/tray")
    assert "secret" not in str(caught.value)
    limits = dict(zip(calls[0][2][::2], calls[0][2][1::2], strict=True))
    assert limits[cv2.CAP_PROP_OPEN_TIMEOUT_MSEC] == limits[cv2.CAP_PROP_READ_TIMEOUT_MSEC] == 5000


def test_a_real_refused_connection_is_told_within_seconds() -> None:
    with pytest.raises(DeviceError, match="no video there"):
        open_source("rtsp://127.0.0.1:9/tray")
    assert stream._TIMEOUT_MS <= 5000
