"""The guard again and again: each run a process, all runs one table, a run that failed an alarm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from edge.bench.guard import runs as guard_runs
from edge.bench.guard.judge import Limit
from edge.bench.guard.runs import Run, again_and_again, table_of_runs

LIMITS = {"still": Limit(2.0, 2.9, "a frame of still items"), "kept": Limit(100, 140, "of a frame", "B")}


def lines(runs: list[Run]) -> list[str]:
    console = Console(width=130)
    with console.capture() as told:
        console.print(table_of_runs(runs, LIMITS))
    return told.get().splitlines()


def test_each_run_is_a_process_of_its_own_and_its_figures_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = iter([0, 1, 7])
    written = iter(['{"still": [2.0]}', '{"still": [3.1, 3.0]}', None])

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        assert command[:-1] == [sys.executable, "-m", "edge.bench.guard.command", "--keep"]
        if (words := next(written)) is not None:
            Path(command[-1]).write_text(words, "utf-8")
        return subprocess.CompletedProcess(command, next(codes))

    monkeypatch.setattr(guard_runs.subprocess, "run", run)
    assert again_and_again(3) == [Run(0, {"still": [2.0]}), Run(1, {"still": [3.1, 3.0]}), Run(7, {})]
    assert capsys.readouterr().out.splitlines()[-1] == "run 3 of 3: exit code 7; alarms so far: 2"


def test_the_table_is_of_first_attempts_and_counts_what_missed() -> None:
    runs = [
        Run(0, {"still": [2.1], "kept": [99]}),
        Run(0, {"still": [3.0, 2.2], "kept": [101, 100]}),
        Run(1, {"still": [3.3, 3.2], "kept": [100, 100]}),
    ]
    told = lines(runs)
    assert "1 alarm in 3 runs" in told[0]
    (still,) = [line for line in told if "still" in line]
    cells = [cell.strip() for cell in still.strip("│ ").split("│")]
    assert cells == ["still", "2.1", "3", "3.3", "2", "2.9", "up to 45%", "2", "1"]


def test_runs_that_failed_are_told_and_not_taken_for_figures() -> None:
    assert "1 alarm in 1 runs, 1 of them failed" in lines([Run(7, {})])[0]
