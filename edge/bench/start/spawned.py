"""Spawned: a command in a process of its own; when it first says something, and what memory it took."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

from edge.bench.machine import MB
from gallery.errors import DeviceError

PATIENCE = 120.0
"""Seconds a command may take."""

_ASK = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime + used.ru_stime)
"""
"""Run by a process between us and the command: Linux counts to a process what the one that started it took
(`exec` keeps the greatest memory of what was there before), and a bench takes more than a till."""

_MAXRSS = 1 if sys.platform == "darwin" else 1024
"""Bytes of a unit of `ru_maxrss`, getrusage(2)."""


def first_line(command: Sequence[str], clock: Callable[[], float] = time.perf_counter) -> tuple[float, bytes]:
    """Seconds from the start of the process to its first line on standard output, and that line.

    The command is then waited for.

    Raises:
        DeviceError: it ends without a line, with a code other than 0, or not in two minutes.
    """
    with tempfile.TemporaryFile() as said:
        began = clock()
        with _ended(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)) as process:
            line = process.stdout.readline() if process.stdout else b""
            took = clock() - began
            process.communicate()
        if process.returncode or not line:
            raise _failed(command, process.returncode, said)
    return took, line


class Used(NamedTuple):
    """What a command used from its start to its end.

    Attributes:
        peak: greatest resident memory, MB.
        busy: processor seconds of all its threads, which no other program's load makes longer.
    """

    peak: float
    busy: float


def used(command: Sequence[str]) -> Used:
    """Run a command to its end and ask the system what it used.

    Raises:
        DeviceError: it ends with a code other than 0, or not in two minutes.
    """
    asking = [sys.executable, "-c", _ASK, *command]
    with (
        tempfile.TemporaryFile() as said,
        _ended(
            subprocess.Popen(asking, stdout=subprocess.PIPE, stderr=said, start_new_session=True)
        ) as process,
    ):
        answer = process.communicate()[0].split()
        code = int(answer[0]) if answer else process.returncode or 1
        if code:
            raise _failed(command, code, said)
    return Used(int(answer[1]) * _MAXRSS / MB, float(answer[2]))


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is killed when its time is up, or when we are left: it outlives nobody."""
    alarm = threading.Timer(PATIENCE, _kill, [process])
    alarm.start()
    try:
        with process:
            try:
                yield process
            except BaseException:
                _kill(process)
                raise
    finally:
        alarm.cancel()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it, and what it started where it leads a session of its own."""
    with suppress(ProcessLookupError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _failed(command: Sequence[str], code: int, said: IO[bytes]) -> DeviceError:
    said.seek(0)
    lines = [line for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    why = " ".join(lines[-2:]) or "it said nothing"
    late = f" (killed; it has {PATIENCE:g} s)" if code == -signal.SIGKILL else ""
    return DeviceError(
        f"a process of the bench ended with {code}{late}: {why}", f"run it by itself: {shlex.join(command)}"
    )
