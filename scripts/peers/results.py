"""Results: what one run measured, with its raw samples."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from peers.agreement import Agreement
from peers.figures import Figures, Middle, figures
from peers.host import Took
from peers.subjects import OURS


@dataclass(frozen=True, slots=True)
class Size:
    """All subjects on one gallery.

    Attributes:
        views: in the gallery.
        rounds: by subject, what each round took, seconds.
        agreements: by subject, beside ours.
    """

    views: int
    rounds: Mapping[str, Sequence[Took]]
    agreements: Mapping[str, Agreement]

    def of(self, name: str, items: int) -> Figures:
        """The figures of a subject with so many items in view."""
        return figures(self.rounds[name], self.rounds[OURS], items)

    def ratio(self, name: str, ours: str, items: int) -> Middle:
        """How many times as many items a second `ours`, one of our subjects, does as `name`."""
        return figures(self.rounds[name], self.rounds[ours], items).ahead


@dataclass(frozen=True, slots=True)
class Results:
    """One run.

    Attributes:
        made: UTC, to the minute.
        machine: facts by name.
        threads: that ours and PyTorch compute with.
        providers: by subject, what ran its network.
        memory: by subject, resident MB of its process, less the frames it was given.
        left_out: lines on subjects that were not measured.
        verdicts: of ours on the scenes, by how many items.
        sizes: the galleries, the largest last.
    """

    made: str
    machine: Mapping[str, str]
    threads: int
    providers: Mapping[str, str]
    memory: Mapping[str, float]
    left_out: Sequence[str]
    verdicts: Mapping[str, int]
    sizes: Sequence[Size] = field(repr=False)

    @property
    def names(self) -> list[str]:
        """The subjects that were measured, in the order of the tables."""
        return list(self.providers)

    @property
    def counts(self) -> list[int]:
        """Numbers of items in view."""
        return list(next(iter(self.sizes[0].rounds.values()))[0])

    def write(self, path: Path) -> None:
        """Keep all of it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
