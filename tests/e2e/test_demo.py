"""`checkout-edge demo`, the README's first command, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest


@pytest.mark.slow
def test_the_demo_ends_with_the_right_basket_a_video_and_a_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "edge.cli.main", "demo", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("exactly right", "unknown item", "total", "median", "p99"):
        assert words in done.stdout
    film = cv2.VideoCapture(str(tmp_path / "out" / "annotated.mp4"))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) / film.get(cv2.CAP_PROP_FPS) >= 30
    assert film.get(cv2.CAP_PROP_FRAME_HEIGHT) == 720
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.count("data:image/jpeg") > 12 * 7
    lines = (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["sequence"] for line in lines] == list(range(len(lines)))
