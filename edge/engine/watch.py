"""Watch: progress of a build, and stopping it.

A build runs in TensorRT for seconds to minutes. It calls back at each step; no exception may pass through
it then, so that one is kept, the build told to stop, and the exception raised once it has.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

Progress = Callable[[str, int, int], None]
"""Called with the phase, the step just done and the number of steps. What it raises stops the build."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Watch:
    """Progress of one build, handed on to a callback, and whether to go on."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._steps: dict[str, int] = {}
        self._error: BaseException | None = None
        self._signal: int | None = None

    def begin(self, phase: str, steps: int) -> None:
        """A phase begins."""
        self._steps[phase] = max(steps, 1)
        self._report(phase, 0)

    def step(self, phase: str, step: int) -> bool:
        """A step is done, counted from 0. Returns whether to go on."""
        self._report(phase, step + 1)
        return self._error is None and self._signal is None

    def end(self, phase: str) -> None:
        """A phase is done."""
        self._report(phase, self._steps.get(phase, 1))
        self._steps.pop(phase, None)

    def _report(self, phase: str, step: int) -> None:
        steps = self._steps.get(phase, 1)
        if self._progress is None or self._error is not None:
            return
        try:
            self._progress(phase, min(step, steps), steps)  # TensorRT takes a step more here and there
        except BaseException as error:
            self._error = error

    @contextlib.contextmanager
    def stoppable(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM stop the build at its next step, and then act as they do elsewhere.

        A second one ends the process at once, for a TensorRT that cannot be stopped.

        Raises:
            BaseException: what the callback raised, once the build has ended.
        """
        before = {}
        if threading.current_thread() is threading.main_thread():
            kept = ((number, signal.getsignal(number)) for number in _SIGNALS)
            before = {number: old for number, old in kept if old not in (signal.SIG_IGN, None)}
        for number in before:
            signal.signal(number, self._stop)
        try:
            yield
        finally:
            for number, old in before.items():
                signal.signal(number, old)
        if self._signal is not None:
            signal.raise_signal(self._signal)
        if self._error is not None:
            raise self._error

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._signal = number
        signal.signal(number, signal.SIG_DFL)


def monitor(module: Any, watch: Watch) -> Any:
    """An `IProgressMonitor` of this TensorRT module that tells the watch."""

    class Monitor(module.IProgressMonitor):  # type: ignore[misc]
        def __init__(self) -> None:
            module.IProgressMonitor.__init__(self)

        def phase_start(self, name: str, _parent: str | None, steps: int) -> None:
            watch.begin(name, steps)

        def step_complete(self, name: str, step: int) -> bool:
            return watch.step(name, step)

        def phase_finish(self, name: str) -> None:
            watch.end(name)

    return Monitor()
