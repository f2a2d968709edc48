from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from edge.embed.turn import turn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody waits there")


def waits(engine: Path) -> threading.Event:
    """Set once another has its turn."""
    had = threading.Event()

    def take() -> None:
        with turn(engine):
            had.set()

    threading.Thread(target=take, daemon=True).start()
    return had


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    with turn(tmp_path / "x.engine"):
        second = waits(tmp_path / "x.engine")
        assert not second.wait(0.2)
    assert second.wait(5)


def test_another_engine_has_its_own_turn(tmp_path: Path) -> None:
    with turn(tmp_path / "x.engine"):
        assert waits(tmp_path / "y.engine").wait(5)


def test_a_process_that_is_killed_gives_its_turn_back(tmp_path: Path) -> None:
    script = "import sys, time, pathlib, edge.embed.turn as t\n" + (
        "with t.turn(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(10)"
    )
    held = [sys.executable, "-c", script, str(tmp_path / "x.engine")]
    root = str(Path(__file__).resolve().parents[2])
    with subprocess.Popen(held, stdout=subprocess.PIPE, cwd=root) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        second = waits(tmp_path / "x.engine")
        assert not second.wait(0.2)
        first.kill()
    assert second.wait(5)
