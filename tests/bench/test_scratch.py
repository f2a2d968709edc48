"""Scratch: gone at the end, and what a killed bench left is gone with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from edge.bench.scratch import PREFIX, scratch, sweep

pytest.importorskip("fcntl")
LATER = time.time() + 3600


def test_it_is_gone_at_the_end_whatever_ends_it() -> None:
    def interrupted() -> None:
        with scratch() as folder:
            (folder / "much").write_text("data")
            seen.append(folder)
            raise KeyboardInterrupt

    seen: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert seen[0].name.startswith(PREFIX)
    assert not seen[0].exists()


def test_one_in_use_is_left_alone() -> None:
    with scratch() as folder:
        assert folder not in sweep(folder.parent, LATER)
        assert folder.is_dir()


def test_others_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}unmarked").mkdir()
    assert sweep(tmp_path, LATER) == []


def test_what_a_killed_bench_left_is_taken_away(tmp_path: Path) -> None:
    code = "import time\nfrom edge.bench.scratch import scratch\n"
    code += "with scratch() as f: print(f, flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert sweep(tmp_path, LATER) == []
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert folder.is_dir()
    assert sweep(tmp_path) == []  # too young
    assert sweep(tmp_path, LATER) == [folder]
    assert not folder.exists()
