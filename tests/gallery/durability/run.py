"""Run: a module of this folder in a process of its own, which may fork without a thread in its way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def module(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `python -m name` with the project and its tests in reach."""
    root = HERE.parents[2]
    places = [str(HERE.parent), *([str(root)] if (root / "gallery").is_dir() else [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", name, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280)
