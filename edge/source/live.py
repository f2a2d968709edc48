"""Live grabber: a thread that empties the camera, so that the newest frame is always at hand."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator

import cv2

from edge.frame import Frame
from edge.source.capture import Capture, bgr
from gallery.errors import DeviceError

log = logging.getLogger("edge.source")

_JOIN_SECONDS = 2.0
_BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)


class LiveGrabber:
    """Reads a capture as fast as it delivers, and keeps the newest frame alone.

    The thread owns the capture: it alone reads and releases it, because OpenCV allows no release
    during a read.

    Args:
        capture: an opened capture.
        name: what messages call it.
        remedy: what to do when it stops delivering.
        patience: seconds without a frame before it counts as lost.
        reopen: opens it again, or returns None; for sources that can come back.
        attempts: how often in a row `reopen` is tried, with growing pauses.
    """

    def __init__(
        self,
        capture: Capture,
        name: str,
        remedy: str,
        patience: float = 5.0,
        reopen: Callable[[], Capture | None] | None = None,
        attempts: int = 0,
    ) -> None:
        self.dropped = 0
        self.reconnects = 0
        self._capture: Capture | None = capture
        self._name, self._remedy, self._patience = name, remedy, patience
        self._reopen, self._attempts = reopen, attempts
        self._newest: Frame | None = None
        self._index = 0
        self._tries = 0
        self._failure: str | None = None
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._opened = self._alive = time.perf_counter()
        self._thread = threading.Thread(target=self._run, name=f"grab {name}", daemon=True)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the newest frame, each at most once, until closed.

        Raises:
            DeviceError: no frame for `patience` seconds, and it could not be reached again.
        """
        self._opened = self._alive = time.perf_counter()
        self._thread.start()
        while (frame := self._next()) is not None:
            yield frame

    def close(self) -> None:
        """Stop and join the thread; it releases the capture. A driver that hangs is left behind."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread.ident is None:
            self._release()
            return
        self._thread.join(_JOIN_SECONDS)
        if self._thread.is_alive():
            log.warning("%s: the driver hangs in a read; left behind", self._name)

    def _next(self) -> Frame | None:
        with self._changed:
            while self._newest is None:
                if self._stop.is_set():
                    return None
                self._raise_if_lost()
                self._changed.wait(0.25)
            frame, self._newest = self._newest, None
            return frame

    def _raise_if_lost(self) -> None:
        silent = time.perf_counter() - self._alive
        if self._failure is None and silent > self._patience + 1:
            self._failure = f"no picture for {silent:.0f} s"  # the read itself hangs
        if self._failure is not None:
            raise DeviceError(f"{self._name}: {self._failure}", self._remedy)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                if not self._grab() and not self._wait_or_reconnect():
                    break
        except cv2.error as error:
            self._failure = f"unusable picture ({error.err})"
        finally:
            self._release()
            with self._changed:
                self._changed.notify_all()

    def _grab(self) -> bool:
        if self._capture is None:
            return False
        there, picture = self._capture.read()
        if there:
            self._hand_over(Frame(bgr(picture), self._index, self._seconds(), time.perf_counter()))
        return bool(there)

    def _hand_over(self, frame: Frame) -> None:
        with self._changed:
            self.dropped += self._newest is not None
            self._newest = frame
            self._index += 1
            self._alive = frame.grabbed
            self.reconnects += self._tries > 0
            self._tries = 0
            self._changed.notify_all()

    def _seconds(self) -> float:
        return time.perf_counter() - self._opened

    def _wait_or_reconnect(self) -> bool:
        """After a failed read: True to go on, False when the source is lost."""
        if self._reopen is None:
            silent = time.perf_counter() - self._alive
            if silent < self._patience:
                self._stop.wait(0.01)
                return True
            self._failure = f"stopped delivering pictures; none for {silent:.0f} s"
            return False
        return self._reconnect(self._reopen)

    def _reconnect(self, reopen: Callable[[], Capture | None]) -> bool:
        self._release()
        self._alive = math.inf  # no silence is counted meanwhile
        while self._tries < self._attempts:
            pause = _BACK_OFF_SECONDS[min(self._tries, len(_BACK_OFF_SECONDS) - 1)]
            self._tries += 1
            log.warning("%s: lost; attempt %d of %d in %g s", self._name, self._tries, self._attempts, pause)
            if self._stop.wait(pause):
                return False
            self._capture = reopen()
            if self._capture is not None:
                self._alive = time.perf_counter()
                return True
        self._failure = f"lost, and not reached again in {self._attempts} attempts"
        return False

    def _release(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()
