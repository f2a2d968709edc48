"""Two writers at once: one waits, or fails clearly."""

from __future__ import annotations

from pathlib import Path

import pytest
from durability import run
from durability.writers import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_writers(scenario: str, tmp_path: Path) -> None:
    done = run.module("durability.writers", scenario, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
