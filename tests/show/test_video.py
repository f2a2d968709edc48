from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from source.film import noise

from edge.show import video
from edge.show.video import VideoWriter
from edge.source import frames, open_source
from gallery.errors import InputError


@pytest.mark.parametrize("name", ["out.mp4", "out.avi", "OUT.MP4"])
def test_every_frame_comes_back_at_its_time(tmp_path: Path, name: str) -> None:
    with VideoWriter(tmp_path / name, (64, 48), 12.5) as writer:
        for i in range(40):
            writer.write(np.full((48, 64, 3), i * 6, np.uint8))
    assert writer.codec in ("avc1", "mp4v", "MJPG")
    shown = list(frames(str(tmp_path / name)))
    np.testing.assert_allclose([f.image.mean() for f in shown], np.arange(40) * 6, atol=5.9)  # lossy
    assert all(a.image.mean() < b.image.mean() for a, b in itertools.pairwise(shown))
    np.testing.assert_allclose([f.time for f in shown], np.arange(40) / 12.5, atol=1e-3)


def test_the_name_appears_with_the_whole_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    with VideoWriter(path, (64, 48), 10) as writer:
        for image in noise(5):
            writer.write(image)
            assert not path.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")
    with VideoWriter(path, (64, 48), 10) as writer:
        writer.write(noise(1)[0])
        assert path.read_bytes() == b"old"
    assert len(list(frames(str(path)))) == 1


class BrokenOff(BaseException):
    """Like Ctrl-C, but not one that stops pytest."""


def _write_and_break_off(writer: VideoWriter, count: int = 9) -> None:
    for image in noise(count):
        writer.write(image)
    raise BrokenOff


def test_a_run_broken_off_leaves_a_playable_film(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    with pytest.raises(BrokenOff), VideoWriter(path, (64, 48), 10) as writer:
        _write_and_break_off(writer)
    assert list(tmp_path.iterdir()) == [path]
    assert len(list(frames(str(path)))) == 9


def test_a_killed_run_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    code = (
        "import os, sys, numpy as np; from pathlib import Path; from edge.show.video import VideoWriter\n"
        "writer = VideoWriter(Path(sys.argv[1]), (64, 48), 10)\n"
        "for _ in range(9): writer.write(np.zeros((48, 64, 3), np.uint8))\n"
        "os._exit(9)\n"
    )
    path = tmp_path / "out.mp4"
    child = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=False, cwd=Path(video.__file__).parents[1]
    )
    assert child.returncode == 9
    assert not path.exists()


def test_without_a_frame_there_is_no_film(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", (64, 48), 10):
        pass
    assert list(tmp_path.iterdir()) == []


def test_closing_twice_is_safe(tmp_path: Path) -> None:
    writer = VideoWriter(tmp_path / "out.mp4", (64, 48), 10)
    writer.write(noise(1)[0])
    writer.close()
    writer.close()
    assert writer.written == 1


def test_a_frame_of_another_size_is_refused_not_dropped(tmp_path: Path) -> None:
    """OpenCV would leave it out without a word."""
    with (
        pytest.raises(InputError, match="32x32 pixels in a video of 64x48"),
        VideoWriter(tmp_path / "out.mp4", (64, 48), 10) as writer,
    ):
        writer.write(np.zeros((32, 32, 3), np.uint8))


def test_an_odd_size_is_stored_as_the_next_even_one(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", (63, 47), 10) as writer:
        writer.write(noise(1, 63, 47)[0])
    with open_source(str(tmp_path / "out.mp4")) as source:
        assert source.size in ((62, 46), (63, 47))


@pytest.mark.parametrize(
    ("name", "size", "fps", "reason"),
    [
        ("out.mkv", (64, 48), 10, "unknown kind .mkv"),
        ("out", (64, 48), 10, "no suffix"),
        ("missing/out.mp4", (64, 48), 10, "no folder"),
        ("out.mp4", (1, 48), 10, "1x48"),
        ("out.mp4", (64, 48), 0, "0 fps"),
        ("out.mp4", (64, 48), float("nan"), "nan fps"),
        ("folder.mp4", (64, 48), 10, "is a folder"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(
    tmp_path: Path, name: str, size: tuple[int, int], fps: float, reason: str
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(InputError, match=reason):
        VideoWriter(tmp_path / name, size, fps)


def test_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video.os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(InputError, match="no permission to write"):
        VideoWriter(tmp_path / "out.mp4", (64, 48), 10)


def test_a_disk_that_fills_up_is_told_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = VideoWriter(tmp_path / "out.mp4", (64, 48), 10)
    writer.write(noise(1)[0])
    monkeypatch.setattr(video.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1 << 20})())
    with pytest.raises(InputError, match="disk full, 1024 KB free"):
        _write_and_break_off(writer, 60)
    writer.close()
    assert len(list(frames(str(tmp_path / "out.mp4")))) == writer.written


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file size")
@pytest.mark.parametrize("name", ["out.mp4", "out.avi"])
def test_bytes_that_never_reached_the_disk_are_noticed(tmp_path: Path, name: str) -> None:
    """A limit on file size stands in for a full disk: the writes fail inside FFmpeg, unheard."""
    code = (
        "import resource, sys, numpy as np; from pathlib import Path\n"
        "from edge.show.video import VideoWriter\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "rng = np.random.default_rng(0)\n"
        "with VideoWriter(Path(sys.argv[1]), (64, 48), 10) as writer:\n"
        "    for _ in range(300): writer.write(rng.integers(0, 256, (48, 64, 3), np.uint8))\n"
    )
    path = tmp_path / name
    child = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=False,
        cwd=Path(video.__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert "of 300 frames reached the disk" in child.stderr
    assert not path.exists()
