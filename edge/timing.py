"""Timing: where the time of one frame goes, stage by stage."""

from __future__ import annotations

import time
from enum import Enum


class Stage(str, Enum):
    """What a till does with a frame, in this order. `edge.pipeline.Till.see` is the same sentence."""

    REFRESH = "refresh"
    """See whether the gallery has changed, and take up what has."""
    LOCALISE = "localise"
    TRACK = "track"
    CROP = "crop"
    """Cut out and resize the items that want a look."""
    EMBED = "embed"
    FUSE = "fuse"
    """Weigh each look by its sharpness and add it to its item's."""
    SEARCH = "search"
    """From fused embeddings to decisions: nearest views, vote, thresholds."""
    DECIDE = "decide"
    """What of the decisions is firm, and what has changed."""
    PUBLISH = "publish"
    """Write the events to the ledger."""


STAGES = tuple(Stage)


class Stopwatch:
    """Seconds of each stage of the frame that is being looked at; stages follow one another without a gap."""

    def __init__(self) -> None:
        self.started = self._at = time.perf_counter()
        self._spent = dict.fromkeys(STAGES, 0.0)

    def start(self) -> None:
        """Begin a frame: all stages are at nought."""
        self._spent = dict.fromkeys(STAGES, 0.0)
        self.started = self._at = time.perf_counter()

    def lap(self, stage: Stage) -> None:
        """All the time since the last call belongs to `stage`."""
        now = time.perf_counter()
        self._spent[stage] += now - self._at
        self._at = now

    def timing(self, grabbed: float) -> Timing:
        """Where the time went, of a frame that was grabbed at `grabbed`, seconds of `time.perf_counter()`."""
        return Timing(grabbed, self.started, self._at, tuple(self._spent.values()))


class Timing:
    """Where the time of one frame went. All are seconds of `time.perf_counter()`.

    Attributes:
        grabbed: when the frame reached this process.
        started: when the till took it up.
        ended: when its events were published.
        spent: seconds of each of `STAGES`, in their order.
    """

    __slots__ = ("ended", "grabbed", "spent", "started")

    def __init__(self, grabbed: float, started: float, ended: float, spent: tuple[float, ...]) -> None:
        self.grabbed, self.started, self.ended, self.spent = grabbed, started, ended, spent

    @property
    def latency(self) -> float:
        """From the frame's arrival to the decision, seconds."""
        return self.ended - self.grabbed

    def of(self, stage: Stage) -> float:
        """Seconds of one stage."""
        return self.spent[STAGES.index(stage)]
