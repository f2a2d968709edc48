"""Child: one object in a process of its own, which does what the parent asks, on one thread.

Memory is only seen honestly in a fresh process, and two libraries' thread pools never meet. Messages
are pickles over the pipes of a process that we started ourselves.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class ChildFailedError(Exception):
    """What went wrong in the child, in its own words."""


class Child:
    """A process that holds `kind(*arguments, tell)` and calls its methods.

    Args:
        kind: a class that can be imported; `tell` is what it reports numbers of progress to.
        arguments: its first arguments; the very first names it in errors.

    Raises:
        ChildFailedError: the object cannot be made, in `ask`.
    """

    def __init__(self, kind: type, *arguments: object) -> None:
        self._name = str(arguments[0])
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "edge.bench.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._send((kind, arguments))

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def ask(self, method: str, *arguments: object, told: Callable[[int], None] | None = None) -> Any:
        """Call a method there and wait for its answer.

        Raises:
            ChildFailedError: it raised, or the process ended.
        """
        self.start(method, *arguments)
        return self.answer(told)

    def start(self, method: str, *arguments: object) -> None:
        """Call a method there; `answer` waits for it.

        Raises:
            ChildFailedError: the process ended.
        """
        self._send((method, arguments))

    def answer(self, told: Callable[[int], None] | None = None) -> Any:
        """What the method that was started gave.

        Raises:
            ChildFailedError: it raised, or the process ended.
        """
        while True:
            try:
                what, value = pickle.load(self._process.stdout)  # type: ignore[arg-type]
            except (EOFError, pickle.UnpicklingError):
                raise self._gone() from None
            if what == "answer":
                return value
            if what == "error":
                raise ChildFailedError(f"{self._name}: {value}")
            if told is not None:
                told(value)

    def _send(self, message: object) -> None:
        pipe = self._process.stdin
        try:
            pickle.dump(message, pipe)  # type: ignore[arg-type]
            pipe.flush()  # type: ignore[union-attr]
        except BrokenPipeError:
            raise self._gone() from None

    def _gone(self) -> ChildFailedError:
        code = self._process.wait()
        why = " (out of memory?)" if code == -signal.SIGKILL else ""
        return ChildFailedError(f"{self._name}: its process ended with {code}{why}")

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what a child that is gone was still to be sent
                    pipe.close()


def resident() -> int:
    """Bytes of this process that lie in memory, or 0 where the system does not say (not Linux).

    What was freed is given back first, or it would serve what comes next and be counted for nothing.
    """
    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    def say(what: str, value: object) -> None:
        pickle.dump((what, value), answers)
        answers.flush()

    kind, arguments = pickle.load(requests)
    there: Any = None
    while True:
        try:
            method, call = pickle.load(requests)
        except EOFError:
            return
        try:
            there = there or kind(*arguments, lambda number: say("told", number))
            say("answer", getattr(there, method)(*call))
        except Exception as error:  # told to the parent, which names the subject
            say("error", f"{type(error).__name__}: {error}")


def main() -> None:
    """Serve the parent until it closes the pipe; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.WARNING)  # a graph that was taken away on purpose is no news
    _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
