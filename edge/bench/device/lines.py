"""Lines: a program that prints a line now and then, read by a thread until it is closed."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic

_KEPT = 1000  # lines that nobody took; the oldest go first
_PATIENCE = 2.0  # seconds from the request to end to the kill


class Lines:
    """A running program and the lines that it has printed since they were last taken.

    Args:
        command: the program and its arguments; what it prints to either output is a line of it.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._name = command[0].rpartition("/")[2]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is ours to answer: it is closed when the run is
        )
        self._lines: deque[str] = deque(maxlen=_KEPT)
        self._last, self._heard, self._started = "", 0, monotonic()
        self._read = False
        self._closed: str | None = None
        self._thread = threading.Thread(target=self._listen, name=self._name, daemon=True)
        self._thread.start()

    def take(self) -> tuple[str, ...]:
        """The lines since the last call, oldest first."""
        taken = []
        with contextlib.suppress(IndexError):
            while True:
                taken.append(self._lines.popleft())
        return tuple(taken)

    def trouble(self) -> str | None:
        """That the program has ended by itself, or has not yet printed anything, in words."""
        if self._closed is not None:
            return self._closed or None
        if self._read:
            code = self._process.wait()
            last = f"; its last line: {self._last}" if self._last else ""
            return f"{self._name} ended by itself with {code} after {self._heard} lines{last}"
        if not self._heard and (waited := monotonic() - self._started) > _PATIENCE:
            return f"{self._name} runs, and has printed nothing in {waited:.0f} s"
        return None

    def close(self) -> None:
        """End the program; `trouble` stays what it was before."""
        self._closed = self.trouble() or ""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join(_PATIENCE)  # a child of it may hold the pipe open
        if not self._thread.is_alive() and self._process.stdout is not None:
            self._process.stdout.close()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            if line.strip():
                self._lines.append(line)
                self._last, self._heard = line.strip()[:200], self._heard + 1
        self._read = True
