"""Protocol: what a user may choose about an evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from gallery.errors import InputError

NEIGHBOURS = 7
"""Enrolled photos that vote, as in the paper and at the till (`gallery.classify.K`)."""


@dataclass(frozen=True)
class Protocol:
    """How photos are enrolled and asked.

    Attributes:
        shots: photos enrolled of each class.
        seeds: random draws of the enrolled photos, seeds 0 to `seeds - 1`.
        unknown: classes held out as unknown in every draw; empty: a random half of them in each.

    Raises:
        InputError: `shots` or `seeds` is below 1.
    """

    shots: int = 7
    seeds: int = 5
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (("shots", self.shots), ("seeds", self.seeds)):
            if value < 1:
                raise InputError(f"--{name} {value}", f"enrol and draw at least once: --{name} 1 or more")
