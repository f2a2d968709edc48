"""Programs of the system: what they print, and those that do not answer."""

from __future__ import annotations

import sys

import pytest

from edge.bench.device.answer import answer


def test_what_it_prints() -> None:
    assert answer((sys.executable, "-S", "-c", "print('NV Power Mode: 15W')")) == "NV Power Mode: 15W\n"


def test_one_that_fails_or_is_missing_or_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer((sys.executable, "-S", "-c", "print(1); raise SystemExit(3)")) is None
    assert answer(("no-such-program-here", "-q")) is None
    monkeypatch.setattr("edge.bench.device.answer._PATIENCE", 0.05)
    assert answer((sys.executable, "-S", "-c", "import time; time.sleep(9)")) is None
