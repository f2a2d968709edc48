"""`scripts/guard`: its exit codes and its table, and how it counts alarms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest

from edge.bench.guard import command as guard_command
from edge.bench.guard.command import SLOWER, main
from edge.bench.guard.judge import Group, Limit
from gallery.errors import DeviceError

LIMITS = {"still": Limit(2.0, 2.9, "a frame of still items"), "kept": Limit(100, 140, "of a frame", "B")}


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the next measurements give."""
    values = {"still": 2.0, "kept": 100.0}

    def group() -> Mapping[str, Sequence[float]]:
        return {name: [value] for name, value in values.items()}

    @contextmanager
    def guarded() -> Iterator[tuple[Group, ...]]:
        yield (group,)

    monkeypatch.setattr(guard_command, "guarded", guarded)
    monkeypatch.setattr(guard_command, "LIMITS", LIMITS)
    return values


def test_all_held_is_0(answer: dict[str, float], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "still: a frame of still items" in said
    assert "140 B" in said
    assert "SLOWER" not in said


def test_one_above_its_limit_is_1_and_is_named(
    answer: dict[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    answer["still"] = 3.1
    assert main([]) == SLOWER == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "SLOWER" in line]
    assert "still" in line
    assert "3.1" in line


def test_what_cannot_be_measured_is_told_in_two_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def guarded() -> None:
        raise DeviceError("no runtime", "install one")

    monkeypatch.setattr(guard_command, "guarded", guarded)
    assert main([]) == DeviceError.exit_code
    assert capsys.readouterr().err == "error: no runtime\nremedy: install one\n"


def test_many_times_are_as_many_processes_and_alarms_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes, commands = iter([0, 1, 0]), []

    class Done:
        def __init__(self) -> None:
            self.returncode = next(codes)

    monkeypatch.setattr(
        guard_command.subprocess, "run", lambda command, check: commands.append(command) or Done()
    )
    assert main(["--times", "3"]) == SLOWER
    assert capsys.readouterr().out.splitlines()[-1] == "1 alarm in 3 runs"
    assert all(command[1:] == ["-m", "edge.bench.guard.command"] for command in commands)
