"""Proof: hold out half of the things, calibrate on the other half alone, and see what comes of it.

The split: half of the things are enrolled, with so many photos each, and the gallery is calibrated on
nothing but itself. Then the other photos of the enrolled things and all photos of the others are asked.
The realised rate is itself a mean over finitely many things, and splitting one collection in two makes a
lucky half face an unlucky one; so even a perfect bound is exceeded more often here than it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.risk.choose import Choice, Walks, walk
from gallery.risk.evidence import Evidence, evidence
from gallery.risk.outcomes import GRID, Outcomes, outcomes
from gallery.risk.rivals import RIVALS, Bound
from gallery.risk.stock import Stock
from gallery.risk.targets import Targets
from gallery.risk.trials import given

Vectors = NDArray[np.float32]

OURS = "things, Hoeffding-Bentkus"
"""The bound that is used."""


@dataclass(frozen=True, slots=True)
class Realised:
    """What came of one split with one bound.

    Attributes:
        bound: name of the bound.
        distance: the threshold chosen; None where the target could not be shown.
        far: realised share of unknown items accepted, the mean over things.
        wrong: realised share of known items given a wrong SKU, likewise.
        right: realised share of known items accepted as what they are.
    """

    bound: str
    distance: float | None = None
    far: float = 0.0
    wrong: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Half of the things enrolled, and what is asked of them.

    Attributes:
        stock: the gallery.
        known: the other photos of the enrolled things, float32 `[N, D]`, and what each shows.
        unknown: all photos of the other things, likewise.
    """

    stock: Stock
    known: tuple[Vectors, Sequence[str]]
    unknown: tuple[Vectors, Sequence[str]]


def split(vectors: Vectors, things: Sequence[str], seed: int, photos: int = 7) -> Split:
    """Enrol half of the things, drawn by a seed, with at most so many photos of each.

    One photo at least is kept to be asked.
    """
    generator = np.random.default_rng(seed)
    names = np.array(things)
    drawn = generator.permutation(np.unique(names))
    enrolled: list[int] = []
    asked: list[int] = []
    for name in drawn[: (len(drawn) + 1) // 2]:
        rows = generator.permutation(np.flatnonzero(names == name))
        count = max(1, min(photos, len(rows) - 1))
        enrolled += rows[:count].tolist()
        asked += rows[count:].tolist()
    others = np.flatnonzero(np.isin(names, drawn[(len(drawn) + 1) // 2 :])).tolist()
    parts = [(vectors[rows], names[rows].tolist()) for rows in (enrolled, asked, others)]
    return Split(Stock(*parts[0]), parts[1], parts[2])


def realised(one: Split, targets: Targets, rivals: Mapping[str, Bound] = RIVALS) -> list[Realised]:
    """Calibrate with each rival and, last, as `gallery.risk.calibrate` does; then ask."""
    measured = evidence(one.stock)
    walks = Walks.through(measured, targets)
    strangers, friends = given(one.stock, *one.unknown), given(one.stock, *one.known)
    asked = {
        judged.margin: outcomes(Evidence(one.stock, strangers, friends), judged.margin)
        for judged in walks.outcomes
    }
    found = []
    choices = {name: _by(measured, walks, bound) for name, bound in rivals.items()}
    for name, choice in {**choices, OURS: walks.shown()}.items():
        found.append(Realised(name) if choice is None else _came(name, choice, asked[choice.outcomes.margin]))
    return found


def _came(name: str, choice: Choice, asked: Outcomes) -> Realised:
    at = choice.at
    return Realised(
        name, choice.distance, float(asked.far[at]), float(asked.wrong[at]), float(asked.right[at])
    )


def _by(measured: Evidence, walks: Walks, bound: Bound) -> Choice | None:
    """The setting that another bound leads to, of the smallest margin and of unknown items alone."""
    trials, judged, targets = measured.unknown, walks.outcomes[0], walks.targets
    photos = np.bincount(trials.thing, minlength=len(trials.things)).astype(np.float64)

    def shown(at: int) -> bool:
        accepted = judged.unknown.accepted(float(GRID[at]))
        shares = np.bincount(trials.thing, accepted, minlength=len(photos)) / photos
        return bound(shares, photos, targets.doubt) <= targets.far

    return walks.up_to(walk(judged.far, shown))
