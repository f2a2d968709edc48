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

_MOST_TRIALS = 9
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
        model: the candidate with the fewest layers returned that passed; where none did, the last one.
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
    """Return the costliest layers to float32, by bisection, until the gates are passed.

    Agreement grows with the layers returned, though not without exception: what is found passes, and
    what has about half as many more layers in integers was seen to fail, unless nothing had to return.

    Args:
        model: float32; left as it is.
        layers: of the model.
        calibration: of the model.
        ranking: of the layers, the costliest first.
        measure: the agreement of a candidate with the reference.
        progress: told what is done.
    """
    tried: dict[int, tuple[onnx.ModelProto, Trial]] = {}

    def passes(returned: int) -> bool:
        progress("search", len(tried), _MOST_TRIALS)
        candidate = quantise(model, layers, calibration, {item.layer for item in ranking[returned:]})
        work = sum(item.work for item in ranking[returned:])
        tried[returned] = candidate, Trial(returned, work, measure(candidate))
        return tried[returned][1].passed

    most = _most_returned(ranking)
    chosen = 0 if passes(0) else most
    if chosen and passes(most):
        chosen = _fewest(passes, 0, most)
    trials = tuple(tried[number][1] for number in sorted(tried))
    return Found(*tried[chosen], trials)


def _fewest(passes: Callable[[int], bool], fails: int, good: int) -> int:
    """By bisection between a number that fails and one that is good."""
    while good - fails > 1:
        middle = (fails + good) // 2
        if passes(middle):
            good = middle
        else:
            fails = middle
    return good


def _most_returned(ranking: Sequence[Sensitivity]) -> int:
    """How many may return before too little is left in integers."""
    left = 1.0
    for number, item in enumerate(ranking):
        left -= item.work
        if left < LEAST_WORK:
            return number
    return max(0, len(ranking) - 1)
