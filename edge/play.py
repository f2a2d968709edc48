"""Play: run a till over a source to its end, whatever the end is."""

from __future__ import annotations

from collections.abc import Iterable

from edge.frame import Frame
from edge.pipeline import Moment, Till


class Watcher:
    """Something that looks on: a window, a video file, a progress line, a report."""

    def see(self, moment: Moment) -> bool:
        """Take note of one frame's outcome; False ends the run."""
        raise NotImplementedError


def play(till: Till, frames: Iterable[Frame], watchers: Iterable[Watcher]) -> None:
    """Feed every frame to the till and show the outcome to each watcher.

    What the till still owes is published however the run ends: at the end of the source, when a
    watcher ends it, on Ctrl-C, and when the source breaks.

    Raises:
        DeviceError, InputError: the source broke, or a watcher could not write.
    """
    lookers = list(watchers)
    try:
        for moment in till.watch(frames):
            answers = [watcher.see(moment) for watcher in lookers]
            if not all(answers):
                break
    finally:
        till.finish()
