"""One makes the trial, the others follow; and what is said where it cannot be remembered."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from embed.family import Times, form, model
from embed.test_auto import records

from edge import embed
from edge.embed import remembered

__all__ = ["model"]
pytest.importorskip("onnxruntime")


@pytest.mark.parametrize("place", ["no folder", "a file"])
def test_a_cache_that_cannot_be_used_is_said_with_its_cost_and_remedy(
    model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    path = form(model, "int8")
    times = Times(monkeypatch, 1.5)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull if place == "no folder" else str(path))
    for trials in (1, 2):
        caplog.clear()
        embedder = embed.load(model)
        assert (embedder.path, times.trials) == (path, trials)
        assert "which could not be remembered" in embedder.reason
        (said,) = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
        assert "trials cannot be used (Not a directory): the trial is made again at each start, " in said
        assert "set XDG_CACHE_HOME to a folder that can be written, or use --backend cpu" in said


def test_of_tills_that_start_at_once_one_tries_and_the_others_follow(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form(model, "int8")
    times, barrier = Times(monkeypatch, 1.5), threading.Barrier(4)

    def start(_: int) -> str:
        barrier.wait()
        return embed.load(model, threads=1).reason

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(start, range(4)))
    assert len(found) == 1
    assert times.trials == 1
    assert remembered.Record.model_validate_json(records(model)[0].read_bytes()).measured


_START = """
import sys
from pathlib import Path
from edge import embed
from edge.embed import trial_process
tries, apart = [], trial_process.try_apart
trial_process.try_apart = lambda *given: tries.append(1) or apart(*given)
print("ready", flush=True)
input()
print(len(tries), embed.load(Path(sys.argv[1]), threads=1).reason, len(tries), flush=True)
"""


def test_of_processes_that_start_at_once_one_tries_and_the_others_follow(model: Path) -> None:
    """With the real clock: which form wins is not asked here, but that all run what one file says."""
    form(model, "int8")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    called = [sys.executable, "-c", _START, str(model)]
    three: list[Any] = [subprocess.Popen(called, **pipes) for _ in range(3)]  # type: ignore[call-overload]
    for each in three:
        assert each.stdout.readline() == "ready\n"
    for each in three:
        each.stdin.write("\n")
        each.stdin.flush()
    said = [each.communicate(timeout=60)[0].strip() for each in three]
    assert [each.returncode for each in three] == [0, 0, 0]
    assert len({each[:-2] for each in said}) == 1
    assert sorted(each[-1] for each in said) == ["0", "0", "1"], "trials"
    (kept,) = records(model)
    assert f"remembered in {kept}" in said[0]
