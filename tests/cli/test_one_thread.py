"""One thread: `run`, `demo` and the bench have the same NumPy; what trains has all cores."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from edge import one_thread

ASKED = """
import os, sys
from edge.cli import commands
kept, begun = commands.import_module, {}
def import_module(name):
    begun[name] = os.environ.get("OPENBLAS_NUM_THREADS"), "numpy" in sys.modules
    return kept(name)
commands.import_module = import_module
from edge.cli.main import main
try: main()
except SystemExit: pass
print("\\n", begun, os.environ.get("OPENBLAS_NUM_THREADS"))
"""


def said(code: str, *arguments: str, **variables: str) -> str:
    """The last line of a process that began without the variable, or with it as given."""
    environment = {name: value for name, value in os.environ.items() if name != one_thread.VARIABLE}
    command = [sys.executable, "-c", code, *arguments]
    ended = subprocess.run(
        command, env={**environment, **variables}, capture_output=True, text=True, check=True
    )
    return ended.stdout.splitlines()[-1].strip()


@pytest.mark.parametrize("command", ["run", "demo", "bench"])
def test_numpy_is_not_there_before_it_is_settled(command: str) -> None:
    assert said(ASKED, command, "--help").endswith(": ('1', False)} 1")


def test_what_is_no_till_has_all_cores() -> None:
    assert said(ASKED, "calibrate", "--help").endswith(": (None, False)} None")


def test_what_the_user_has_set_is_kept() -> None:
    given = said(ASKED, "bench", "--help", **{one_thread.VARIABLE: "2"})
    assert given.endswith(": ('2', False)} 2")


@pytest.mark.parametrize(
    ("module", "call", "first"),
    [
        ("edge.bench.guard.command", "main([])", "edge.bench.guard.measured"),
        ("edge.bench.start.begin", "main('0 pictures gallery - cpu -'.split())", "edge.cli.till_run"),
    ],
)
def test_the_guard_and_the_timed_start_are_settled_first(module: str, call: str, first: str) -> None:
    code = (
        f"import os, sys; from {module} import main\n"
        "class Found:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {first!r}:\n"
        "            print(os.environ.get('OPENBLAS_NUM_THREADS'), 'numpy' in sys.modules); sys.exit()\n"
        f"sys.meta_path.insert(0, Found())\n{call}\n"
    )
    assert said(code) == "1 False"
