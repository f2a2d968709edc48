"""How many cameras are held: found on devices that are made up, and once with real processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from edge import embed, models
from edge.bench.child import ChildFailedError
from edge.bench.start.stocked import stock
from edge.bench.till import streams
from edge.bench.till.one_stream import Played
from edge.bench.till.runs import Runs
from edge.bench.till.streams import count, measure, play_together, share
from edge.synth import Checkout, make_shop, write_video
from gallery.errors import DeviceError

RUNS = Runs("onnxruntime 1.32.0 CPUExecutionProvider, 1 threads", "/m/a.onnx", "asked for")


class Device:
    """Each further camera costs `step` ms of age, and drops frames from `drops` cameras on."""

    def __init__(self, step: float = 20.0, drops: int = 100, dies: int = 100, frames: int = 120) -> None:
        self.step, self.drops, self.dies, self.frames = step, drops, dies, frames
        self.tried: list[tuple[int, int]] = []

    def play(self, cameras: int, threads: int) -> Sequence[Played]:
        self.tried.append((cameras, threads))
        if cameras >= self.dies:
            raise ChildFailedError(f"camera {cameras}: its process ended with -9 (out of memory?)")
        ages = np.full(self.frames, cameras * self.step)
        return [Played(ages, 120, 6 if cameras >= self.drops else 0, 30, RUNS)] * cameras


def test_the_first_number_that_is_too_slow_is_the_last_that_is_tried() -> None:
    device = Device()
    found = count(device.play, 15, 70, available=4)
    assert found.held == 3
    assert len(found.p99) == len(found.dropped) == 4
    assert found.stopped == "4 cameras: p99 80 ms is over 70 ms"
    assert device.tried == [(1, 4), (2, 2), (3, 1), (4, 1)]


def test_frames_and_crops_of_all_cameras_are_told() -> None:
    found = count(Device().play, 15, 50, available=4)
    assert found.frames == (120, 240, 360)
    assert found.looks == (30, 60, 90)


def test_too_few_frames_for_a_p99_hold_nothing() -> None:
    found = count(Device(frames=40).play, 1, 100, available=2)
    assert (found.held, found.p99) == (0, (None,))
    assert found.stopped == "1 camera: 40 frames decided on are too few for a p99"


def test_a_slow_rate_is_tried_for_as_long_as_a_p99_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def play(
        cameras: int, till: object, camera: tuple[object, float, float], ran: list[Runs]
    ) -> list[Played]:
        tried.append(camera)
        ran.append(RUNS)
        return [Played(np.full(120, 500.0), 120, 0, 9, RUNS)]

    monkeypatch.setattr(streams, "play_together", play)
    found, runs = measure(Path("v"), 1, None, "cpu", 1, Path("g"), limit=100)
    assert tried == [(Path("v"), 1, 120.0)]
    assert (found.seconds, found.runs, runs) == (120.0, RUNS.what, (RUNS,))
    measure(Path("v"), 15, None, "cpu", 1, Path("g"), limit=100)
    assert tried[-1] == (Path("v"), 15, streams.SECONDS)
    for whole, seconds in (25.0, 25.0), (3600.0, streams.LONGEST):
        measure(Path("v"), 15, None, "cpu", 1, Path("g"), limit=100, whole=whole)
        assert tried[-1] == (Path("v"), 15, seconds)


def test_frames_dropped_are_a_failure_whatever_the_age() -> None:
    found = count(Device(drops=2).play, 15, 1000, available=2)
    assert (found.held, found.dropped) == (1, (0.0, 0.05))
    assert found.stopped == "2 cameras: 5.0% of the frames were dropped"


def test_none_is_none_with_its_reason() -> None:
    found = count(Device(step=500, drops=1).play, 15, 100, available=2)
    assert found.held == 0
    assert found.stopped.startswith("1 camera: p99 ")
    assert found.stopped.endswith("5.0% of the frames were dropped")


def test_a_process_that_dies_is_a_limit_that_is_told() -> None:
    found = count(Device(dies=3).play, 15, 1000, available=2)
    assert (found.held, len(found.p99)) == (2, 2)
    assert found.stopped == "3 cameras: camera 3: its process ended with -9 (out of memory?)"


def test_a_till_that_does_not_run_at_all_is_no_figure() -> None:
    with pytest.raises(DeviceError, match="camera 1"):
        count(Device(dies=1).play, 15, 1000, available=2)


def test_a_camera_without_a_frame_is_no_figure() -> None:
    with pytest.raises(DeviceError, match="no frame of 1 cameras"):
        count(lambda *_: [Played(np.zeros(0), 0, 0, 0, RUNS)], 15, 1000, available=2)


def test_a_device_that_holds_all_says_that_no_more_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST", 3)
    found = count(Device().play, 15, 1000, available=2)
    assert (found.held, found.stopped) == (3, "more than 3 cameras were not tried")


def test_threads_that_were_asked_for_are_kept() -> None:
    device = Device()
    count(device.play, 15, 30, available=8, threads=3)
    assert device.tried == [(1, 3), (2, 3)]


def test_cores_are_shared_out() -> None:
    assert [share(8, cameras) for cameras in (1, 2, 3, 4, 5, 8, 20)] == [8, 4, 3, 2, 2, 1, 1]


def test_real_processes_decide_on_a_camera_each(tmp_path: Path) -> None:
    write_video(Checkout(make_shop(0), size=(320, 180), fps=5, duration=7, items=1), tmp_path / "scene.mp4")
    gallery = stock(tmp_path, embed.load(None, "cpu", 1), views=21).gallery
    ran: list[Runs] = []
    played = play_together(2, (None, "cpu", 1, gallery), (tmp_path / "scene.mp4", 5, 1.0), ran)
    assert len(played) == 2
    assert len(ran) == 4
    assert {(one.file, "CPUExecutionProvider, 1 thread" in one.provider) for one in ran} == {
        (str(models.default().resolve()), True)
    }
    for one in played:
        assert 1 <= len(one.age) <= one.delivered <= 5
        assert (one.age > 0).all()
        assert one.delivered == len(one.age) + one.dropped


def test_a_missing_model_is_a_failure_and_not_one_camera(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="camera 1: InputError"):
        measure(tmp_path / "v.mp4", 5, tmp_path / "no.onnx", "cpu", 1, tmp_path / "g", limit=100)
