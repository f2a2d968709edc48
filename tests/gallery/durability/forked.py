"""Forked: work done in a child process, which may be killed."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

PATIENCE = 60.0
"""Seconds after which a child is said to hang."""

Said = Callable[[], None]
Work = Callable[[Said], object]
"""Done in the child; it may call what it is given, to say that it got one step further."""


@dataclass(frozen=True)
class Ended:
    """How a child ended.

    Attributes:
        said: how often it said that it got further.
        killed: whether SIGKILL ended it.
        value: what the work returned.
        trouble: the traceback, where it raised; or what else went wrong.
        seconds: from its start to its end.
    """

    said: int
    killed: bool
    value: Any
    trouble: str
    seconds: float


@dataclass(frozen=True)
class Child:
    """A child at work, and the pipes from it."""

    process: int
    said: int
    result: int
    began: float


def start(work: Work) -> Child:
    """Fork, and call `work` in the child."""
    said, says = os.pipe()
    result, gives = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(said)
        os.close(result)
        _work(work, says, gives)
    os.close(says)
    os.close(gives)
    os.read(said, 1)  # it is ready
    return Child(process, said, result, time.perf_counter())


def finish(child: Child, kill_after: float | None = None) -> Ended:
    """Wait for a child; kill it after so many seconds."""
    if kill_after is not None and not select.select([child.result], [], [], kill_after)[0]:
        os.kill(child.process, signal.SIGKILL)
    hangs = not select.select([child.result], [], [], PATIENCE)[0]
    if hangs:
        os.kill(child.process, signal.SIGKILL)
    with open(child.result, "rb") as end, open(child.said, "rb") as words:
        data, said = end.read(), len(words.read())
    seconds = time.perf_counter() - child.began
    _, status = os.waitpid(child.process, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    whole = pickle.loads(data) if data and not killed else (None, "" if killed else f"it ended with {status}")
    return Ended(said, killed, whole[0], f"it hangs\n{whole[1]}" if hangs else whole[1], seconds)


def run(work: Work, kill_after: float | None = None) -> Ended:
    """Fork, and call `work` in the child; kill it after so many seconds."""
    return finish(start(work), kill_after)


def expect(ended: Ended) -> Any:
    """The value of a child that must have come through.

    Raises:
        RuntimeError: it did not.
    """
    if ended.killed or ended.trouble:
        raise RuntimeError(ended.trouble or "it was killed")
    return ended.value


def _work(work: Work, says: int, gives: int) -> NoReturn:
    def said() -> None:
        os.write(says, b".")

    try:
        said()
        try:
            outcome = (work(said), "")
        except BaseException:
            outcome = (None, traceback.format_exc())
        with contextlib.suppress(BrokenPipeError), open(gives, "wb") as end:
            end.write(pickle.dumps(outcome))
    finally:
        os._exit(0)
