from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from source.film import cut, noise, write_film

from edge.source import Kind, SourceOptions, frames, open_source
from edge.source.recording import _Clock
from gallery.errors import DeviceError, InputError


@pytest.mark.parametrize("name", ["film.mp4", "film.avi", "film.mkv"])
def test_a_replay_is_the_same_frame_by_frame(tmp_path: Path, name: str) -> None:
    path = str(write_film(tmp_path / name))
    first, second = list(frames(path)), list(frames(path))
    assert len(first) == 30
    for a, b in zip(first, second, strict=True):
        assert (a.index, a.time) == (b.index, b.time)
        np.testing.assert_array_equal(a.image, b.image)


@pytest.mark.parametrize("name", ["film.mp4", "film.avi", "film.mkv"])
def test_every_frame_has_the_files_own_time_and_picture(tmp_path: Path, name: str) -> None:
    path = write_film(tmp_path / name)
    shown = list(frames(str(path)))
    assert [frame.index for frame in shown] == list(range(30))
    np.testing.assert_allclose([frame.time for frame in shown], np.arange(30) / 10, atol=1e-3)
    likeness = [[np.corrcoef(f.image.ravel(), n.ravel())[0, 1] for n in noise(30)] for f in shown[:4]]
    assert np.argmax(likeness, axis=1).tolist() == [0, 1, 2, 3]


def test_it_says_what_it_is(tmp_path: Path) -> None:
    with open_source(str(write_film(tmp_path / "film.mp4", 12, 7.5))) as source:
        assert (source.kind, source.live, source.size, source.total) == (Kind.VIDEO, False, (64, 48), 12)
        assert source.fps == pytest.approx(7.5)
        assert (len(list(source)), source.dropped, source.warning) == (12, 0, None)


def test_a_gif_with_uneven_pauses_keeps_its_times(tmp_path: Path) -> None:
    pictures = [Image.fromarray(image) for image in noise(3)]
    path = tmp_path / "anim.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=[100, 500, 100])
    times = [frame.time for frame in frames(str(path))]
    assert times == pytest.approx([0, 0.1, 0.6])


def test_max_frames_ends_it(tmp_path: Path) -> None:
    path = str(write_film(tmp_path / "film.mp4"))
    assert len(list(frames(path, SourceOptions(max_frames=7)))) == 7


def test_a_cut_video_gives_what_is_readable_and_says_where_it_broke_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_film(tmp_path / "film.avi", 60)
    whole = list(frames(str(path)))
    with open_source(str(cut(path, 0.5))) as source:
        shown = list(source)
    assert 25 <= len(shown) <= 31
    for a, b in zip(shown[:-1], whole, strict=False):
        np.testing.assert_array_equal(a.image, b.image)
    assert source.cut_short
    assert source.warning is not None
    assert f"after frame {len(shown)} of 60, at {shown[-1].time:.2f} s" in source.warning
    assert str(path) in caplog.text


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_an_mp4_without_its_index_is_refused_with_the_reason(tmp_path: Path, part: float) -> None:
    path = cut(write_film(tmp_path / "film.mp4"), part)
    with pytest.raises(InputError, match=r"moov.*missing") as caught:
        open_source(str(path))
    assert str(path) in caught.value.problem


def test_damage_inside_an_mp4_is_told(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", 60)
    data = bytearray(path.read_bytes())
    start, end = len(data) // 3, data.index(b"moov") - 8
    data[start:end] = bytes(end - start)
    path.write_bytes(data)
    with open_source(str(path)) as source:
        shown = list(source)
    assert 5 < len(shown) < 30
    assert "of 60" in (source.warning or "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"hello " * 1000, "plain text"),
        (bytes(range(256)) * 40, "not a video"),
        (None, "No such file"),
    ],
    ids=["empty", "text", "bytes", "missing"],
)
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "film.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=reason) as caught:
        next(frames(str(path)))
    assert str(path) in caught.value.problem


def test_nothing_reaches_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = cut(write_film(tmp_path / "film.mp4"), 0.5)
    with pytest.raises(InputError):
        open_source(str(path))
    list(frames(str(cut(write_film(tmp_path / "film.avi", 60), 0.5))))
    assert capfd.readouterr().err == ""


def test_a_size_asked_of_a_file_is_not_ignored_in_silence(tmp_path: Path) -> None:
    with open_source(str(write_film(tmp_path / "film.mp4")), SourceOptions(width=1280)) as source:
        assert "played as it is" in (source.warning or "")


def test_the_file_is_released_when_the_reader_stops_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, real = [], cv2.VideoCapture

    class Watched:
        """Hands everything on; a subclass of OpenCV's own class crashes the interpreter later."""

        def __init__(self, *arguments: Any) -> None:
            self.inner = real(*arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def release(self) -> None:
            released.append(True)
            self.inner.release()

    monkeypatch.setattr(cv2, "VideoCapture", Watched)
    shown = frames(str(write_film(tmp_path / "film.mp4")))
    next(shown)
    assert not released
    shown.close()
    assert released


@given(st.lists(st.floats(-1e3, 1e6) | st.just(0.0) | st.just(float("nan")), min_size=1, max_size=50))
def test_times_rise_strictly_from_0_whatever_the_backend_reports(positions: list[float]) -> None:
    clock = _Clock(25.0)
    times = [clock.at(position) for position in positions]
    assert times[0] == 0
    assert all(b > a for a, b in itertools.pairwise(times))
    assert np.isfinite(times).all()


@pytest.mark.parametrize("offset", [0.0, 0.04, 7.0], ids=["frame", "next frame", "late start"])
def test_a_backend_that_reports_the_next_frames_position_gives_the_same_times(offset: float) -> None:
    clock = _Clock(25.0)
    assert [clock.at(offset + i / 25) for i in range(5)] == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_video_behind_an_http_address_is_a_recording(tmp_path: Path, address: str) -> None:
    path = write_film(tmp_path / "film.avi", 10)
    local, remote = list(frames(str(path))), list(frames(f"{address}/film.avi"))
    assert [f.time for f in remote] == [f.time for f in local]
    np.testing.assert_array_equal(remote[-1].image, local[-1].image)


def test_an_address_without_a_video_is_a_device_error(address: str) -> None:
    with pytest.raises(DeviceError, match="no video there"):
        open_source(f"{address}/missing.mp4")


def test_a_real_recording_is_read_whole(data: Path) -> None:
    with open_source(str(data / "video" / "bottle-detection.mp4")) as source:
        times = [frame.time for frame in source]
    assert len(times) == source.total
    assert source.warning is None
    assert not source.cut_short
    np.testing.assert_allclose(times, np.arange(len(times)) / source.fps, atol=0.5 / source.fps)


def test_a_real_gif_has_the_times_that_pillow_reads(data: Path) -> None:
    path = data / "video" / "fruit-and-vegetable-detection.gif"
    pauses = []
    with Image.open(path) as picture:
        for index in range(getattr(picture, "n_frames", 1)):
            picture.seek(index)
            pauses.append(picture.info["duration"])
    times = [frame.time for frame in frames(str(path))]
    np.testing.assert_allclose(times, np.cumsum([0, *pauses[:-1]]) / 1000, atol=1e-6)
