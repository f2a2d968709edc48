"""`run` from the outside: what it writes, and how it answers bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from shell import Shell, record, scene
from tiny import write_tiny_embedder

from edge import pipeline


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = Shell(tmp_path, capsys, monkeypatch)
    assert made.enroll().code == 0
    return made


def events(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_main_job(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run(
        "film.avi", "--events", "events.jsonl", "--save-video", "out.mp4", "--report", "report.html"
    )
    assert outcome.code == 0, outcome.err
    assert [(e["event"], e["sku"], e["price_minor"]) for e in events(shell.folder / "events.jsonl")] == [
        ("added", "red", 150)
    ]
    assert "1.50 EUR" in outcome.out
    assert "median" in outcome.out
    assert "CPUExecutionProvider" in outcome.err, "what really runs is shown at start"
    assert "CPUExecutionProvider" in (shell.folder / "report.html").read_text("utf-8"), "and in the report"
    film = cv2.VideoCapture(str(shell.folder / "out.mp4"))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 40


def test_two_runs_over_one_file_give_the_same_bytes(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    for name in ("one.jsonl", "two.jsonl"):
        assert shell.run("film.avi", "--events", name).code == 0
    one = (shell.folder / "one.jsonl").read_bytes()
    assert one == (shell.folder / "two.jsonl").read_bytes()
    assert one


def test_events_on_standard_output_are_alone_there(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("--camera", "film.avi", "--events", "-")
    assert [json.loads(line)["event"] for line in outcome.out.splitlines()] == ["added"]
    assert "Basket" in outcome.err


def test_the_ledger_adds_up_to_the_basket(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    shell.run("film.avi", "--events", "events.jsonl")
    outcome = shell("basket", "events.jsonl")
    assert outcome.code == 0
    assert "Red" in outcome.out
    assert "1.50 EUR" in outcome.out


def test_max_frames(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("film.avi", "--max-frames", 7)
    assert outcome.code == 0
    assert "7 frames" in outcome.out


def test_a_folder_of_pictures_with_one_item_filling_each(shell: Shell) -> None:
    (shell.folder / "pictures").mkdir()
    for number, colour in enumerate([(30, 30, 220), (220, 60, 30)]):
        picture = np.full((40, 40, 3), colour, np.uint8)
        cv2.imwrite(str(shell.folder / "pictures" / f"{number}.png"), picture)
    outcome = shell.run("pictures", "--localiser", "whole", "--events", "events.jsonl")
    assert outcome.code == 0, outcome.err
    kinds = [(e["event"], e["sku"]) for e in events(shell.folder / "events.jsonl")]
    assert [sku for kind, sku in kinds if kind == "added"] == ["red", "blue"]


def test_a_one_pixel_and_a_fifty_megapixel_picture(shell: Shell) -> None:
    (shell.folder / "pictures").mkdir()
    cv2.imwrite(str(shell.folder / "pictures" / "1.png"), np.zeros((1, 1, 3), np.uint8))
    cv2.imwrite(str(shell.folder / "pictures" / "2.jpg"), np.full((6250, 8000, 3), (30, 30, 220), np.uint8))
    outcome = shell.run("pictures", "--localiser", "whole")
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("name", ["empty.mp4", "text.mp4", "photo.mp4"])
def test_what_is_no_video_is_refused_by_name(shell: Shell, name: str) -> None:
    content = {"empty.mp4": b"", "text.mp4": b"hello\n" * 99, "photo.mp4": b"\x00" * 5000}[name]
    (shell.folder / name).write_bytes(content)
    outcome = shell.run(name, "--events", "events.jsonl")
    assert outcome.code == 2
    assert name in outcome.said
    assert "remedy:" in outcome.err
    assert "Traceback" not in outcome.said


def test_a_missing_file(shell: Shell) -> None:
    outcome = shell.run("nowhere.mp4")
    assert outcome.code == 2
    assert "nowhere.mp4" in outcome.said


def test_a_camera_that_is_not_there(shell: Shell) -> None:
    outcome = shell.run("--camera", 97)
    assert outcome.code == 4
    assert "camera 97" in outcome.said
    assert "remedy:" in outcome.err


@pytest.mark.parametrize("arguments", [(), ("film.avi", "--camera", 0)])
def test_no_source_or_two(shell: Shell, arguments: tuple[object, ...]) -> None:
    outcome = shell.run(*arguments)
    assert outcome.code == 2
    assert "source" in outcome.said


def test_a_truncated_video_plays_to_where_it_breaks_and_says_so(shell: Shell) -> None:
    whole = record(shell.folder / "film.avi", seconds=8)
    data = whole.read_bytes()
    (shell.folder / "cut.avi").write_bytes(data[: len(data) // 2])
    outcome = shell.run("cut.avi", "--events", "events.jsonl")
    assert "broke off" in outcome.said
    assert outcome.code == 2, "a script must be able to tell"
    assert [e["sku"] for e in events(shell.folder / "events.jsonl")] == ["red"], "what was seen is kept"
    assert "1.50 EUR" in outcome.out


def test_no_gallery_names_the_command_that_makes_one(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("film.avi", "--gallery", "other.gallery")
    assert outcome.code in (2, 3)
    assert "checkout-edge enroll" in outcome.said
    assert not (shell.folder / "other.gallery").exists()


def test_a_corrupted_gallery_is_refused_and_left_alone(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    (shell.folder / "bad.gallery").write_bytes(b"not a gallery" * 1000)
    outcome = shell.run("film.avi", "--gallery", "bad.gallery")
    assert outcome.code == 3
    assert "bad.gallery" in outcome.said
    assert (shell.folder / "bad.gallery").read_bytes() == b"not a gallery" * 1000


def test_a_gallery_made_by_another_model_is_refused_with_the_remedy(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    other = write_tiny_embedder(shell.folder / "other.onnx", dimension=16)
    outcome = shell("run", "film.avi", "--model", other)
    assert outcome.code == 3
    assert "model" in outcome.said
    assert "remedy:" in outcome.err


def test_a_backend_that_is_not_there_stops_with_the_install_line(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("film.avi", "--backend", "cuda")
    assert outcome.code == 4
    assert "checkout-edge[gpu]" in outcome.said


@pytest.mark.parametrize("text", ["1280", "x720", "0x0", "big", "1280x720x3"])
def test_a_resolution_that_is_none(shell: Shell, text: str) -> None:
    outcome = shell.run("--camera", 0, "--resolution", text)
    assert outcome.code == 2
    assert "1280x720" in outcome.said


def test_a_photo_of_the_empty_tray_is_taken(shell: Shell) -> None:
    """A square lies there from the first frame on: only who knows the empty tray can see it."""
    cv2.imwrite(str(shell.folder / "empty.png"), scene({}, noise=99))
    cv2.imwrite(str(shell.folder / "cropped.png"), scene({}, noise=99)[:60])
    film = shell.folder / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (160, 120))
    for n in range(30):
        writer.write(scene({(60, 40): (30, 30, 220)}, noise=n))
    writer.release()
    assert "1.50 EUR" not in shell.run(film).out
    assert "1.50 EUR" in shell.run(film, "--empty", "empty.png").out
    refused = shell.run(film, "--empty", "cropped.png")
    assert refused.code == 2
    assert "160x60" in refused.said


def test_pictures_of_different_sizes_on_a_tray(shell: Shell) -> None:
    (shell.folder / "pictures").mkdir()
    for number, size in enumerate([(160, 120), (160, 120), (320, 240), (50, 200)]):
        cv2.imwrite(str(shell.folder / "pictures" / f"{number}.png"), cv2.resize(scene({}), size))
    outcome = shell.run("pictures")
    assert "Traceback" not in outcome.said
    assert outcome.code in (0, 2), outcome.said


def test_an_unknown_localiser_lists_the_choices(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("film.avi", "--localiser", "magic")
    assert outcome.code == 2
    assert "tray" in outcome.said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full, which is always full, is Linux's")
def test_a_full_disk_under_the_ledger_is_said_and_the_basket_still_shown(shell: Shell) -> None:
    record(shell.folder / "film.avi")
    outcome = shell.run("film.avi", "--events", "/dev/full")
    assert outcome.code == 2
    assert "No space left" in outcome.said
    assert "1.50 EUR" in outcome.out


def test_an_enrolment_by_another_process_is_noticed_while_running(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third product lies on the tray as unknown; it is enrolled meanwhile; it becomes known."""
    green = (40, 200, 60)
    film = shell.folder / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (160, 120))
    for n in range(150):
        writer.write(scene({} if n < 15 else {(60, 40): green}, noise=n))
    writer.release()
    (shell.folder / "more" / "green").mkdir(parents=True)
    for number in range(3):
        photo = scene({(20, 20): green}, noise=number)
        cv2.imwrite(str(shell.folder / "more" / "green" / f"{number}.png"), photo)
    enrol = [sys.executable, "-m", "edge.cli.main", "enroll", "more", "--model", str(shell.model)]
    helper = threading.Timer(0.0, lambda: subprocess.run(enrol, check=True, capture_output=True))
    see = pipeline.Till.see

    def slowly(till: pipeline.Till, frame: pipeline.Frame) -> pipeline.Moment:
        if frame.index == 40:
            helper.start()
        time.sleep(0.05)
        return see(till, frame)

    monkeypatch.setattr(pipeline.Till, "see", slowly)
    outcome = shell.run("film.avi", "--events", "events.jsonl")
    helper.join()
    assert outcome.code == 0, outcome.err
    kinds = [(e["event"], e["sku"], e["track"]) for e in events(shell.folder / "events.jsonl")]
    assert kinds == [("unknown", None, 1), ("added", "green", 1)]
    assert "150 frames, 0 dropped" in outcome.out


def _run_in_the_background(shell: Shell) -> subprocess.Popen[str]:
    record(shell.folder / "film.avi", seconds=400)
    command = [sys.executable, "-m", "edge.cli.main", "run", "film.avi", "--model", str(shell.model)]
    command += ["--events", "events.jsonl", "--save-video", "out.mp4"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ledger = shell.folder / "events.jsonl"
    for _ in range(600):
        if ledger.exists() and ledger.stat().st_size:
            return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError(process.communicate())


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_with_the_basket_and_a_playable_video(shell: Shell, sent: signal.Signals) -> None:
    process = _run_in_the_background(shell)
    process.send_signal(sent)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 128 + sent, err
    assert "Traceback" not in err
    assert "1.50 EUR" in out
    assert [e["sku"] for e in events(shell.folder / "events.jsonl")] == ["red"]
    assert cv2.VideoCapture(str(shell.folder / "out.mp4")).read()[0]
