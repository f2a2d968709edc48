"""Curve: the settings a shop can look at, and what each would do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gallery.risk.bound import upper_bound
from gallery.risk.calibration import Point
from gallery.risk.choose import Choice, Walks
from gallery.risk.evidence import Evidence
from gallery.risk.money import Tariff
from gallery.risk.outcomes import GRID, Outcomes
from gallery.risk.targets import Targets

POINTS = 40
"""Settings kept of each margin."""

_FEW = 0.005  # of the known items: what fewer are is not looked at


def curve(
    evidence: Evidence, targets: Targets, walks: Walks, choice: Choice, tariff: Tariff | None
) -> tuple[Point, ...]:
    """Settings at each margin, by margin, then distance; the chosen one is among them.

    They reach from where next to nothing is accepted to where next to nothing is called unknown.
    """
    things = len(evidence.unknown.things)
    points: list[Point] = []
    for judged in walks.outcomes:
        loss, over = tariff.sums(evidence, judged) if tariff else (None, None)
        for at in _places(judged, choice):
            far = float(judged.far[at])
            points.append(
                Point(
                    distance=float(GRID[at]),
                    margin=judged.margin,
                    right=_share(judged.right[at]),
                    asked=_share(judged.asked[at]),
                    refused=_share(judged.refused[at]),
                    wrong=_share(judged.wrong[at]),
                    far=_share(far),
                    far_bound=upper_bound(far, things, targets.doubt),
                    loss=None if loss is None else float(loss[at]),
                    overcharge=None if over is None else float(over[at]),
                )
            )
    return tuple(points)


def _places(judged: Outcomes, choice: Choice) -> NDArray[np.int64]:
    live = np.flatnonzero((judged.refused < 1 - _FEW) & (judged.refused > _FEW))
    first, last = (int(live[0]), int(live[-1])) if len(live) else (0, len(GRID) - 1)
    places = np.linspace(max(first - 1, 0), min(last + 1, len(GRID) - 1), POINTS).round().astype(np.int64)
    chosen = [choice.at] if judged is choice.outcomes else []
    return np.unique(np.append(places, chosen).astype(np.int64))


def _share(value: float) -> float:
    return float(min(max(value, 0.0), 1.0))
