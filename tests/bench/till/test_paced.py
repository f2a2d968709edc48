"""Paced: frames come when they are due and never before, and what was late is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from bench.till.clocks import Clock

from edge.bench.till.paced import PacedCamera, PacedVideo
from gallery.errors import InputError


class Film:
    """A capture of some pictures; decoding each takes its seconds of the clock."""

    def __init__(self, clock: Clock, decoding: list[float]) -> None:
        self.clock, self.decoding = clock, decoding
        self.opened = self.released = 0

    def reopen(self) -> Film:
        self.opened += 1
        self._left: Iterator[float] = iter(self.decoding)
        return self

    def read(self) -> tuple[bool, str | None]:
        seconds = next(self._left, None)
        if seconds is None:
            return False, None
        self.clock.now += seconds
        return True, f"took {seconds}"

    def release(self) -> None:
        self.released += 1


def paced(decoding: list[float], fps: float = 10.0) -> tuple[PacedVideo, Film, Clock]:
    clock = Clock()
    film = Film(clock, decoding)
    return PacedVideo(film.reopen, fps, clock, clock.sleep), film, clock


def test_each_frame_comes_when_it_is_due() -> None:
    video, _, clock = paced([0.02] * 5)
    came = []
    for _ in range(5):
        assert video.read()[0]
        came.append(clock.now)
    assert came == pytest.approx([100.02 + k / 10 for k in range(5)])
    assert [video.due(k) for k in range(5)] == pytest.approx(came)
    assert clock.slept == pytest.approx([0.08] * 4)
    assert (video.delivered, video.late) == (5, 0)


def test_a_sleep_that_is_too_short_is_slept_on() -> None:
    clock = Clock()
    film = Film(clock, [0.0, 0.0])

    def doze(seconds: float) -> None:
        clock.sleep(min(seconds, 0.03))

    video = PacedVideo(film.reopen, 10.0, clock, doze)
    video.read()
    video.read()
    assert clock.now == pytest.approx(video.due(1))


def test_late_frames_come_at_once_and_are_counted_beyond_a_frame() -> None:
    video, _, clock = paced([0.0, 0.375, 0.0, 0.75, 0.0, 0.0], fps=4)
    for _ in range(6):
        video.read()
    # due each 0.25 s: the second came 0.125 late, the fourth 0.5, the fifth 0.25 and no more
    assert video.late == 1
    assert clock.now == 101.25
    assert video.delivered == 6


def test_a_camera_that_is_always_too_slow_is_late_from_then_on() -> None:
    video, _, _ = paced([0.0] + [0.5] * 9, fps=4)
    for _ in range(10):
        video.read()
    assert video.late == 8  # the first that was late was late by one frame's time, not more


def test_a_video_that_ends_begins_again() -> None:
    video, film, clock = paced([0.01] * 3)
    for _ in range(7):
        assert video.read()[0]
    assert film.opened == 3
    assert video.loops == 2
    assert clock.now == pytest.approx(100.01 + 6 / 10)


def test_an_empty_video_gives_nothing() -> None:
    video, film, _ = paced([])
    assert video.read() == (False, None)
    video.release()
    assert film.released == 2


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Five pictures, each of its own grey."""
    path = tmp_path / "clip.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 50, (160, 96))
    for number in range(5):
        writer.write(np.full((96, 160, 3), 40 * number + 20, np.uint8))
    writer.release()
    return path


def test_a_camera_plays_a_file_again_and_again(clip: Path) -> None:
    with PacedCamera(clip, 50, 0.24) as camera:
        frames = list(camera)
        assert camera.delivered == camera.total == 12
        assert camera.loops >= 2
        assert len(frames) + camera.dropped == 12
        assert all(frame.grabbed >= camera.exposed(frame) for frame in frames)
        for frame in frames:
            assert abs(float(frame.image.mean()) - (40 * (frame.index % 5) + 20)) < 8


@pytest.mark.parametrize("slow", [0.03, 0.07, 0.15, 0.4])
def test_what_a_slow_reader_does_not_see_is_dropped_also_at_the_end(clip: Path, slow: float) -> None:
    with PacedCamera(clip, 50, 0.3) as camera:
        for taken, _ in enumerate(camera, 1):
            assert camera.delivered == taken + camera.dropped
            time.sleep(slow)
        assert taken + camera.dropped == camera.delivered == camera.total == 15
        assert camera.dropped >= 15 - (0.3 / slow + 2)


def test_a_reader_that_leaves_leaves_no_frame_between_taken_and_dropped(clip: Path) -> None:
    with PacedCamera(clip, 50, 60) as camera:
        for _ in camera:
            time.sleep(0.05)
            if camera.taken == 3:
                break
        assert camera.delivered == camera.taken + camera.dropped


def test_no_video(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a video"):
        PacedCamera(tmp_path / "none.mp4", 15, 1)
