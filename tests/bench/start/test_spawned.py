"""Processes of the bench: their first line, their memory, and every way they can fail."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from edge.bench.start import spawned
from edge.bench.start.spawned import first_line, used
from gallery.errors import DeviceError


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_the_first_line_is_timed_not_the_end() -> None:
    took, line = first_line(python("import time; print('first', flush=True); time.sleep(1); print('last')"))
    assert line == b"first\n"
    assert 0 < took < 0.9


def test_the_clock_is_the_callers() -> None:
    ticks = iter([10.0, 12.5])
    assert first_line(python("print(1)"), lambda: next(ticks))[0] == 2.5


def test_a_process_that_fails_is_told_of_in_its_own_words() -> None:
    with pytest.raises(DeviceError, match=r"ended with 3: error: no model remedy: bring one") as told:
        first_line(
            python("import sys; print('error: no model\\nremedy: bring one', file=sys.stderr); sys.exit(3)")
        )
    assert sys.executable in told.value.remedy


def test_a_process_that_says_nothing_has_decided_nothing() -> None:
    with pytest.raises(DeviceError, match="ended with 0: it said nothing"):
        first_line(python("pass"))


def test_a_line_and_then_a_failure_is_a_failure() -> None:
    with pytest.raises(DeviceError, match="ended with 4"):
        first_line(python("import os; print(1, flush=True); os._exit(4)"))


@pytest.mark.parametrize("ask", [first_line, used])
def test_one_that_does_not_end_is_ended(
    ask: Callable[[list[str]], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(spawned, "PATIENCE", 1.0)
    note = tmp_path / "pid"
    code = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    with pytest.raises(DeviceError, match=r"ended with -9 \(killed; it has 1 s\)"):
        ask(python(code))
    time.sleep(0.1)
    assert not lives(int(note.read_text()))


def lives(pid: int) -> bool:
    """A zombie that nobody has asked after is dead."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_memory_is_that_of_the_command_and_not_ours() -> None:
    ours = bytearray(b"x") * 150_000_000
    little, much = (used(python(code)).peak for code in ("print(1)", "x = bytearray(b'x') * 80_000_000"))
    assert 3 < little < 60
    assert 80 < much < 140
    assert len(ours)


def test_the_memory_of_one_that_fails_is_no_figure() -> None:
    with pytest.raises(DeviceError, match="ended with 5: too bad"):
        used(python("import sys; print('too bad', file=sys.stderr); sys.exit(5)"))


def test_processor_seconds_are_those_at_work_and_not_those_asleep() -> None:
    asleep = used(python("import time; time.sleep(0.5)")).busy
    at_work = used(python("import time\nwhile time.process_time() < 0.3: pass")).busy
    assert asleep < 0.25
    assert 0.3 <= at_work < 0.6
