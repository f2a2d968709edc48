"""Targets: how far ahead of each peer we want to be, in items a second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peers.figures import Middle
from peers.results import Results, Size
from peers.subjects import AUTO, OURS, SUBJECTS

ASKED = {"a": 3.0, "b": 1.5}
"""By the letter of the peer, times as many items a second."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target, judged.

    Attributes:
        subject: which of ours.
        peer: beside which.
        items: in view.
        asked: times as many items a second.
        measured: the same.
    """

    subject: str
    peer: str
    items: int
    asked: float
    measured: Middle

    @property
    def met(self) -> bool | None:
        """Whether all of the interval is as asked, or none of it; None where that is not shown."""
        low, high = self.measured.low, self.measured.high
        if low is None or high is None:
            return None
        return True if low >= self.asked else False if high < self.asked else None


def targets(results: Results, size: Size) -> Iterator[Target]:
    """Ours, in each of its forms, beside each row of a peer that there is a target for."""
    for subject in (OURS, AUTO):
        for name in results.names if subject in results.names else ():
            asked = ASKED.get(SUBJECTS[name].peer)
            for items in results.counts if asked else ():
                yield Target(subject, name, items, asked or 0.0, size.ratio(name, subject, items))
