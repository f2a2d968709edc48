"""What a run drew is gone, however it was ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
from peers.folder import own_folder

ROOT = Path(__file__).resolve().parents[2]


def test_the_folder_is_gone_afterwards_and_signals_are_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with own_folder() as folder:
        (folder / "kept").write_text("words", "utf-8")
        assert signal.getsignal(signal.SIGTERM) is not before
    assert not folder.exists()
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_interrupted_run_leaves_no_folder_behind(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT}",
        "OMP_NUM_THREADS": "1",
    }
    run = subprocess.Popen(
        [sys.executable, "-m", "peers", "--quick", "--only", "onnxruntime"],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    ends = monotonic() + 60
    while not [*tmp_path.glob("checkout-edge-peers-*")] and run.poll() is None and monotonic() < ends:
        sleep(0.02)
    assert [*tmp_path.glob("checkout-edge-peers-*")], "the run made no folder: nothing is tested"
    run.send_signal(sent)
    _, words = run.communicate(timeout=60)
    assert [*tmp_path.glob("checkout-edge-peers-*")] == []
    assert run.returncode == code, words.decode()
    assert b"Traceback" not in words
