"""Offenders: the things that are accepted though unknown, and as what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from gallery.risk.acceptance import Acceptance, acceptance
from gallery.risk.calibration import Calibration
from gallery.risk.evidence import Evidence
from gallery.risk.trials import Trials


@dataclass(frozen=True, slots=True)
class Offender:
    """A thing that was unknown and was accepted.

    Attributes:
        thing: what it is.
        sku: the product it was accepted as most often.
        accepted: how many of its photos were accepted.
        photos: how many there were.
    """

    thing: str
    sku: str
    accepted: int
    photos: int

    @property
    def words(self) -> str:
        """In one line."""
        return f"{self.thing} as {self.sku} ({self.accepted} of {self.photos} photos)"


def offenders(trials: Trials, judged: Acceptance, distance: float) -> list[Offender]:
    """All of them at one threshold, those accepted most often first.

    Args:
        trials: of unknown things.
        judged: when each is accepted.
        distance: the threshold.
    """
    photos = np.bincount(trials.thing, minlength=len(trials.things))
    taken: dict[int, Counter[str]] = {}
    for trial in np.flatnonzero(judged.accepted(distance)).tolist():
        taken.setdefault(int(trials.thing[trial]), Counter())[judged.sku[trial]] += 1
    found = [
        Offender(trials.things[thing], skus.most_common(1)[0][0], skus.total(), int(photos[thing]))
        for thing, skus in taken.items()
    ]
    return sorted(found, key=lambda one: (-one.accepted / one.photos, -one.accepted, one.thing))


def accepted_unknown(evidence: Evidence, calibration: Calibration) -> list[Offender]:
    """Those of a calibration's own trials."""
    stock = evidence.stock
    judged = acceptance(evidence.unknown.candidates, calibration.margin, stock.offset, stock.groups)
    return offenders(evidence.unknown, judged, calibration.distance)
