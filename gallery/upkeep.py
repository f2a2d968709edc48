"""Upkeep: a thread that keeps the index of a large gallery quick and proves it, while a till runs."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from gallery.errors import GalleryError
from gallery.index import keeping, product_spreads
from gallery.index.making import Made
from gallery.index.opening import Opened
from gallery.index.plan import plan
from gallery.index.tending import StoppedError, Work, prove_loaded, tend
from gallery.index.view_index import Part, ViewIndex
from gallery.snapshot import Snapshot
from gallery.store import Gallery

_log = logging.getLogger(__name__)
_NICE = 5

Replace = Callable[[ViewIndex, Sequence[int], Sequence[Part]], None]
"""Put new parts in the place of some of an index, or of the one that followed from it meanwhile."""


class Upkeep:
    """The thread is there only while it has something to do.

    Args:
        path: of the gallery.
        current: what answers now.
        replace: called by this thread alone.
    """

    def __init__(self, path: Path, current: Callable[[], Snapshot], replace: Replace) -> None:
        self._path, self._current, self._replace = path, current, replace
        self._lock = threading.Lock()  # held to start or end the thread
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._unproved = self._unkept = False

    def begin(self, opened: Opened) -> None:
        """Look after an index that was opened just now."""
        self._unproved = opened.stamp is not None
        self._unkept = opened.stamp is None
        self.go_on()

    def go_on(self) -> None:
        """Look at the index, which may have changed."""
        with self._lock:
            if self._thread is None and self._has_work() and not self._stop.is_set():
                self._thread = threading.Thread(target=self._run, name="gallery-index", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Wait until nothing is to be done."""
        while (thread := self._thread) is not None:
            thread.join()

    def close(self) -> None:
        """Stop, and leave what is half done."""
        self._stop.set()
        self.settle()

    def _has_work(self) -> bool:
        return self._unproved or bool(plan(self._current().index))

    def _run(self) -> None:
        _yield_to_others()
        try:
            while self._goes_on():
                self._do()
        except StoppedError:
            pass
        except GalleryError as error:
            _log.warning("the index of %s stays as it is: %s", self._path, error.problem)
        except Exception:
            _log.exception("the index of %s stays as it is", self._path)
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _goes_on(self) -> bool:
        """Whether there is work; else the thread has ended, and a change from now on starts another."""
        with self._lock:
            if self._has_work():
                return True
            self._thread = None
            return False

    def _do(self) -> None:
        index = self._current().index
        stage, self._unproved = prove_loaded if self._unproved else tend, False
        work = stage(self._path, index, self._stop.is_set)
        if work is not None:
            self._replace(index, work.numbers, work.parts)
            self._keep(work)

    def _keep(self, work: Work) -> None:
        """Keep the first graph that is made where there was none to be used.

        Python's lock is held while hnswlib writes it, about 0.25 s for 100,000 views; so it is done once.
        """
        if work.made is None or not self._unkept:
            return
        self._unkept = False
        try:
            self._write(work.made)
        except (OSError, RuntimeError) as error:
            _log.warning("the index of %s could not be kept, it will be built again: %s", self._path, error)

    def _write(self, made: Made) -> None:
        now = self._current()
        spread = product_spreads.storable(now.own.spread, now.skus.names) if now.own else {}
        with Gallery.inspect(self._path) as gallery:
            keeping.write(gallery, made, spread, now.version, now.state)
        _log.info("index of %d views kept beside %s", len(made.graph), self._path)


def _yield_to_others() -> None:
    """Let the other threads of this process go first, where the system can tell threads apart."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
