"""Search: the most layers in integers with which every gate is passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import onnx

from edge.certificate.agreement import Agreement
from edge.certificate.gates import judge
from export.int8.calibration import Calibration, Progress
from export.int8.layers import Layer
from export.int8.quantise import quantise
from export.int8.sensitivity import Sensitivity

Measure = Callable[[onnx.ModelProto], Agreement]

STEP = 4
"""Layers that return between two trials."""

LEAST_WORK = 0.2
"""With less than this share of the multiplications in integers there is nothing to gain."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate.

    Attributes:
        returned: how many of the costliest layers compute in float32.
        work: share of the multiplications left in integers.
        agreement: with the reference, on the check photos.
    """

    returned: int
    work: float
    agreement: Agreement

    @property
    def passed(self) -> bool:
        """Whether it passes the gates of INT8."""
        return all(gate.passed for gate in judge("int8", self.agreement))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the search ended with.

    Attributes:
        model: the second of two candidates in a row that passed; see `search`.
        chosen: its trial.
        trials: all that were measured, in order of layers returned.
    """

    model: onnx.ModelProto
    chosen: Trial
    trials: tuple[Trial, ...]


def search(
    model: onnx.ModelProto,
    layers: Sequence[Layer],
    calibration: Calibration,
    ranking: Sequence[Sensitivity],
    measure: Measure,
    progress: Progress,
) -> Found:
    """Return the costliest layers to float32, a few at a time, until the gates are passed.

    Agreement grows with the layers returned, but not at every step: few photos decide it, and the first
    candidate that passes may be a lucky one. So two in a row must pass, and the second is taken; where
    no two do, it is the likest of those that pass. Bisection stops by chance.

    Args:
        model: float32; left as it is.
        layers: of the model.
        calibration: of the model.
        ranking: of the layers, the costliest first.
        measure: the agreement of a candidate with the reference.
        progress: told what is done.
    """
    most = _most_returned(ranking)
    numbers = [*range(0, most, STEP), most]
    trials: list[Trial] = []

    def candidate(returned: int) -> onnx.ModelProto:
        return quantise(model, layers, calibration, {item.layer for item in ranking[returned:]})

    for tried, returned in enumerate(numbers):
        progress("search", tried, len(numbers))
        work = sum(item.work for item in ranking[returned:])
        trials.append(Trial(returned, work, measure(candidate(returned))))
        if _settled(trials):
            break
    chosen = _best(trials)
    return Found(candidate(chosen.returned), chosen, tuple(trials))


def _settled(trials: Sequence[Trial]) -> bool:
    """Whether the last passes, and by no luck: the one before it did, too, or all are in integers."""
    return trials[-1].passed and (len(trials) == 1 or trials[-2].passed)


def _best(trials: Sequence[Trial]) -> Trial:
    """The last, if it is settled; else of those that pass the likest; else the last."""
    passed = [trial for trial in trials if trial.passed]
    if _settled(trials) or not passed:
        return trials[-1]
    return max(passed, key=lambda trial: trial.agreement.same_decisions)


def _most_returned(ranking: Sequence[Sensitivity]) -> int:
    """How many may return before too little is left in integers."""
    left = 1.0
    for number, item in enumerate(ranking):
        left -= item.work
        if left < LEAST_WORK:
            return number
    return max(0, len(ranking) - 1)
