"""`scripts/guard`: its exit codes and its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from edge.bench.guard import command as guard_command
from edge.bench.guard.command import SLOWER, main
from edge.bench.guard.judge import ATTEMPTS, Group, Limit
from edge.bench.guard.runs import Run
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


def test_how_much_slower_passes_stands_beside_each_limit(
    answer: dict[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    main([])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "still" in line]
    assert "up to 45%" in line


def test_every_attempt_is_kept(answer: dict[str, float], tmp_path: Path) -> None:
    answer["still"] = 3.1
    main(["--keep", str(tmp_path / "figures.json")])
    kept = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert kept == {"still": [3.1] * ATTEMPTS, "kept": [100.0] * ATTEMPTS}


def test_many_times_end_with_one_table_of_all(
    answer: dict[str, float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [Run(0, {"still": [2.1], "kept": [100]}), Run(SLOWER, {"still": [3.1, 3.0], "kept": [100, 100]})]
    monkeypatch.setattr(guard_command, "again_and_again", lambda times: runs[:times])
    assert main(["--times", "2"]) == SLOWER
    said = capsys.readouterr().out
    assert "1 alarm in 2 runs" in said
    (line,) = [line for line in said.splitlines() if "still" in line]
    assert [part for part in line.split() if "." in part][:3] == ["2.1", "2.6", "3.1"]
