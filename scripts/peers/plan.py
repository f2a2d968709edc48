"""Plan: what one run measures."""

from __future__ import annotations

from dataclasses import dataclass

from peers.scene import Setting


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    Attributes:
        settings: belts whose items are decided on.
        steps: scenes of each belt.
        frames: that each turn times, by items in view.
        views: in each gallery, rising.
        seconds: that the whole run may take on the wall; one round of the last gallery is run in any case.
        only: names of subjects beside ours; empty for all.
        photos: taken of each product at enrolment.
    """

    settings: tuple[Setting, ...]
    steps: int
    frames: dict[int, int]
    views: tuple[int, ...]
    seconds: float
    only: tuple[str, ...] = ()
    photos: int = 7


WHOLE = Plan(
    settings=(
        *(Setting(1, first) for first in (0, 2, 5, 12)),
        *(Setting(5, first) for first in (0, 7)),
        Setting(20, 3),
    ),
    steps=2,
    frames={1: 10, 5: 3, 20: 1},
    views=(1_000, 10_000),
    seconds=225.0,
)

QUICK = Plan((Setting(1, 12), Setting(5, 0)), 1, {1: 2, 5: 1}, (200,), 0.0, photos=3)
"""To see that all works: its figures mean nothing."""
