"""A program's lines: read while it runs, ended with it, and told of where it ends by itself."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from bench.device.waiting import until

from edge.bench.device.lines import Lines

FOREVER = "import itertools, time\nfor n in itertools.count():\n    print(n, flush=True)\n    time.sleep(.01)"


def python(code: str) -> Lines:
    return Lines((sys.executable, "-S", "-c", code))


def test_each_line_is_taken_once_and_in_order() -> None:
    lines = python(FOREVER)
    taken: list[str] = []
    until(lambda: taken.extend(lines.take()) or len(taken) > 5)
    assert [int(line) for line in taken] == list(range(len(taken)))
    assert lines.trouble() is None
    lines.close()
    assert lines.trouble() is None


def test_closing_ends_the_program() -> None:
    lines = python("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    taken: list[str] = []
    until(lambda: taken.extend(lines.take()) or taken)
    lines.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(taken[0]), 0)
    lines.close()


def test_one_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.bench.device.lines._PATIENCE", 0.1)
    lines = python(
        "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint(1, flush=True)\ntime.sleep(60)"
    )
    until(lines.take)
    start = time.monotonic()
    lines.close()
    assert time.monotonic() - start < 2


def test_one_that_ends_by_itself_is_told_of_with_its_last_words() -> None:
    lines = python("import sys\nprint('one')\nsys.exit('cannot open /dev/nvmap')")
    until(lines.trouble)
    assert (trouble := lines.trouble()) is not None
    assert trouble.startswith("python")
    assert trouble.endswith("ended by itself with 1 after 2 lines; its last line: cannot open /dev/nvmap")
    assert lines.take() == ("one\n", "cannot open /dev/nvmap\n")
    lines.close()
    assert lines.trouble() == trouble  # closing does not make it good


def test_one_that_is_killed_is_told_of() -> None:
    lines = python("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    taken: list[str] = []
    until(lambda: taken.extend(lines.take()) or taken)
    os.kill(int(taken[0]), signal.SIGKILL)
    until(lines.trouble)
    assert "ended by itself with -9" in (lines.trouble() or "")
    lines.close()


def test_one_that_says_nothing_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.bench.device.lines._PATIENCE", 0.05)
    lines = python("import time\ntime.sleep(60)")
    until(lines.trouble)
    assert "runs, and has printed nothing" in (lines.trouble() or "")
    lines.close()


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lines((str(tmp_path / "tegrastats"),))
