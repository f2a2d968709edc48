"""A till that answers as it is told, and what it needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from bench.till.clocks import Clock

from edge.basket import Basket
from edge.basket.event import Event, Kind
from edge.frame import Frame
from edge.pipeline import Moment
from edge.timing import STAGES, Timing

PICTURE = np.zeros((4, 4, 3), np.uint8)
SPENT = tuple((k + 1) / 1000 for k in range(len(STAGES)))
"""1, 2, 3… ms of the stages, in their order."""
WHOLE = sum(SPENT)


def event(kind: Kind, sku: str | None, time: float = 0.0) -> Event:
    return Event(
        sequence=0, kind=kind, track=1, sku=sku, name=None, price_minor=None, currency=None, confidence=1.0,
        candidates=(), frame=0, time=time, box=(0, 0, 1, 1), picture=b"",
    )  # fmt: skip


class FakeTill:
    """Embeds as many crops in each frame as `looks` says, round and round, and takes `SPENT`.

    A number of `looks` above 0 also costs `each` CPU seconds a crop.
    """

    def __init__(self, clock: Clock, looks: Sequence[int], said: dict[int, Event] | None = None) -> None:
        self.clock, self.looks, self.said = clock, looks, said or {}
        self.seen: list[Frame] = []

    def see(self, frame: Frame) -> Moment:
        looks = self.looks[len(self.seen) % len(self.looks)]
        events = (self.said[len(self.seen)],) if len(self.seen) in self.said else ()
        self.seen.append(frame)
        started = self.clock.now
        self.clock.now += WHOLE
        return Moment(
            frame, (), events, Basket(), looks, Timing(frame.grabbed, started, self.clock.now, SPENT)
        )
