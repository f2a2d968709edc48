"""Stand: one subject loaded in a process of its own, its recalls, and how long its queries took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from edge.bench.child import Child
from edge.bench.gallery.equal_recall import least_effort
from edge.bench.gallery.host import BATCH
from edge.bench.gallery.results import Point, Result
from edge.bench.gallery.rounds import Lane
from edge.bench.gallery.shelf import Shelf
from edge.bench.gallery.subject import K
from edge.bench.gallery.truth import recall

_BATCHES = 5


@dataclass(slots=True)
class Stand:
    """A subject that can be asked.

    Attributes:
        name: of the subject.
        child: its process, which holds a `Host`.
        shelf: what it has loaded.
        build_s: seconds that building took.
        load_s: seconds that loading took.
        memory: bytes that it takes.
        efforts: to choose from, rising.
        equal: the least effort with our recall, once `settle` has found one.
        lanes: by effort, what `rounds` fills.
    """

    name: str
    child: Child
    shelf: Shelf
    build_s: float
    load_s: float
    memory: int
    efforts: tuple[int, ...]
    equal: int | None = None
    lanes: dict[int | None, Lane] = field(default_factory=dict)
    _recalls: dict[int | None, float] = field(default_factory=dict)

    def recall(self, effort: int | None) -> float:
        """Its recall with an effort; measured once."""
        if effort not in self._recalls:
            rows = self.child.ask("rows", self.shelf.queries, K, effort)
            self._recalls[effort] = recall(self.shelf.vectors, self.shelf.queries, rows, self.shelf.limit)
        return self._recalls[effort]

    def settle(self, wanted: float) -> None:
        """Find the effort that equals our recall, and open a lane for each effort that is to be timed."""
        efforts: Sequence[int | None] = self.efforts or (None,)
        for effort in efforts:
            self.recall(effort)
        if self.efforts:
            self.equal = least_effort(self.recall, self.efforts, wanted)
            efforts = sorted({*self.efforts, self.equal or self.efforts[0]})
        self.lanes = {effort: Lane(self.child, effort) for effort in efforts}

    def result(self, ours: Lane, wanted: float) -> Result:
        """What was measured, once the lanes are full."""
        points = {effort: self._point(lane, ours) for effort, lane in self.lanes.items()}
        shown = points[self.equal or max(self.efforts, default=None)]
        return Result(
            subject=self.name,
            build_s=self.build_s,
            load_s=self.load_s,
            memory=self.memory,
            points=tuple(points.values()),
            equal=shown if shown.recall >= wanted else None,
            batch_per_s=self._throughput(shown.effort),
        )

    def _point(self, lane: Lane, ours: Lane) -> Point:
        return Point(
            effort=lane.effort,
            recall=self.recall(lane.effort),
            p50_us=lane.quantile(0.5),
            p99_us=lane.quantile(0.99),
            times_ours=lane.by(ours),
        )

    def _throughput(self, effort: int | None) -> float:
        asked = self.shelf.queries[:BATCH]
        took = [self.child.ask("together", asked, K, effort) for _ in range(_BATCHES)]
        return float(len(asked) / np.median(took))
