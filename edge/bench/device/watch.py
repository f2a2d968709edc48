"""Watch: a device's own sensors while something runs on it, and what they told afterwards.

A Jetson's power, heat, load and clocks come from `tegrastats`, else from jtop, else from its kernel; a
discrete NVIDIA GPU's from NVML. A machine with neither has no facts, and still warns of a CPU that was
throttled.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from edge.bench.device.answer import Run, answer
from edge.bench.device.board import Board, board_of
from edge.bench.device.choose import Chosen, choose
from edge.bench.device.cores import Cores
from edge.bench.device.facts import DeviceFacts
from edge.bench.device.sample import Sample
from edge.bench.device.slow import slow
from edge.bench.device.summary import Spent, summary
from edge.bench.device.tally import Tally
from edge.bench.device.throttling import Throttling
from edge.bench.device.tree import Tree

INTERVAL = 0.5
"""Seconds between samples."""
IDLE = 2.0
"""Seconds for which the power of the idle device is measured before the run."""

_FIRST = 3.0  # seconds for which a first sample is awaited
_STALE = 3  # intervals, and a second, after which a sample is of the past


class Watch:
    """The sensors of one run, looked at by a thread of its own; `watching` makes it.

    Once it is closed, what it says stays what it was then.
    """

    def __init__(self, tree: Tree, board: Board | None, chosen: Chosen, interval: float) -> None:
        self._board, self._chosen, self._interval = board, chosen, interval
        self._throttling, self._cores = Throttling(tree), Cores(tree)
        self._tally = Tally()
        self._idle: Tally | None = None
        self._last, self._at = Sample(), 0.0
        self._fault: str | None = None
        self._closed: tuple[str, ...] | None = None  # the throttling, as it was then
        self._lock, self._stop = threading.RLock(), threading.Event()
        self._thread = threading.Thread(target=self._loop, name="device sensors", daemon=True)

    def start(self, idle: float) -> None:
        """Begin to look; return once the power of the device at rest is known, if it tells any.

        Args:
            idle: seconds for which it is measured; at 0 it is not, and power is not missed.
        """
        self._thread.start()
        if self._chosen.sensor is None or not idle:
            return
        if self._wait(_FIRST, lambda: self._tally.number > 0) and self._tally.power.number:
            self._wait(idle, lambda: False)
        with self._lock:
            self._idle, self._tally = self._tally, Tally()
            self._throttling.restart()
            self._cores.restart()

    def latest(self) -> dict[str, float]:
        """What the sensors said last, by name with its unit: `gpu load %`, `tj °C`, `power W`.

        Empty where there are none, and where they have said nothing for some seconds.
        """
        with self._lock:
            fresh = monotonic() - self._at < _STALE * self._interval + 1
            return self._last.named() if fresh else {}

    def facts(self, looks: int, seconds: float, items: int | None = None) -> DeviceFacts | None:
        """The facts of the run until now; None of a machine that is no Jetson and has no NVIDIA GPU.

        Args:
            looks: crops embedded in the run.
            seconds: the run's length; the energy of a look is the mean power times this, by their number.
            items: that came onto the receipt in the run, which have an energy, too; None where not known.
        """
        self._look()
        with self._lock:
            idle = self._idle.power.value if self._idle else None
            spent = Spent(looks, items, seconds)
            return summary(self._board, self._chosen, self._tally, idle, self._throttled(), spent)

    def warnings(self) -> tuple[str, ...]:
        """What a reader of the figures must know: throttling, and sensors that failed; each one line."""
        sensor = self._chosen.sensor
        with self._lock:
            return (
                *(f"throttled: {words}" for words in self._throttled()),
                *self._chosen.notes,
                *(sensor.troubles() if sensor else ()),
                *(() if self._fault is None else (self._fault,)),
                *self._untold(),
            )

    def close(self) -> None:
        """Look a last time, and no more."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._look()
        with self._lock:
            self._closed = self._throttled()
            if self._chosen.sensor is not None:
                self._chosen.sensor.close()

    def _throttled(self) -> tuple[str, ...]:
        if self._closed is not None:
            return self._closed
        return (*self._throttling.words(), *slow(self._tally, self._cores))

    def _untold(self) -> tuple[str, ...]:
        """That the run has no samples, or no power."""
        if self._chosen.sensor is None or self._idle is None or self._tally.power.number:
            return ()
        if not self._tally.number:
            return (f"{self._chosen.sensor.name} gave no sample in the run",)
        root = "; on a Jetson some releases tell it to root only" if self._board else ""
        return (f"{self._chosen.sensor.name} told no power{root}",)

    def _wait(self, seconds: float, enough: Callable[[], bool]) -> bool:
        """Wait until it is enough, so long at most; whether it was."""
        end = monotonic() + seconds
        while not enough() and (left := end - monotonic()) > 0:
            self._stop.wait(min(left, 0.02))
        return enough()

    def _loop(self) -> None:
        while not self._stop.wait(self._interval):
            self._look()

    def _look(self) -> None:
        """Take what the sensors have; a fault is kept, as a thread's would be silent."""
        with self._lock:
            if self._closed is not None:
                return
            try:
                self._throttling.look()
                self._cores.look()
                taken = self._chosen.sensor.take() if self._chosen.sensor else ()
            except Exception as error:
                self._fault = f"the device's sensors failed: {type(error).__name__}: {error}"
                return
            for sample in taken:
                self._tally.add(sample)
                self._last, self._at = sample, monotonic()


@contextlib.contextmanager
def watching(
    root: Path = Path("/"),
    run: Run = answer,
    *,
    interval: float = INTERVAL,
    idle: float = IDLE,
    light: bool = False,
) -> Iterator[Watch]:
    """Look at this device's sensors until the block ends, however it ends.

    Enter it right before what is measured: on a device with sensors of power, the first seconds measure it
    at rest. On another it takes no time.

    Args:
        root: what stands for `/`.
        run: runs a program of the system.
        interval: seconds between samples.
        idle: seconds at rest.
        light: start no other program and do not wait: for a whole run, of which throttling is to be known.
    """
    tree = Tree(root)
    board = board_of(tree, run)
    watch = Watch(tree, board, choose(tree, board, interval, light), interval)
    try:
        watch.start(0.0 if light else idle)
        yield watch
    finally:
        watch.close()
