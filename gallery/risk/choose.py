"""Choose: the threshold and margin that accept most, among those shown to keep the targets.

Fixed-sequence testing (Angelopoulos et al., "Learn then Test", 2021): thresholds are tried from the
strictest on, in an order fixed beforehand, each at the full doubt, and the first that is not shown ends the
walk. Then the chance that any threshold before the end has a rate above the target is at most the doubt,
however the trials fell, so it does no harm to pick the best of them.

A larger margin accepts nothing that a smaller one does not (`decide` with a wider margin overrules less and
asks more), so unknown items are tested at the smallest margin alone, and what is shown there holds for all.
The wrong product is tested at each margin by itself, the doubt shared out between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.risk.bound import p_value
from gallery.risk.evidence import Evidence
from gallery.risk.outcomes import GRID, Outcomes, Shares, outcomes
from gallery.risk.targets import Targets


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting.

    Attributes:
        outcomes: of its margin.
        at: its threshold's place in `GRID`.
        far_shown: whether it was shown to keep the target of unknown items accepted.
        wrong_shown: whether it was shown to keep that of the wrong product.
    """

    outcomes: Outcomes
    at: int
    far_shown: bool
    wrong_shown: bool

    @property
    def distance(self) -> float:
        """Its threshold, L2."""
        return float(GRID[self.at])


class Walks:
    """How far the targets are shown to be kept, at each margin.

    Args:
        judged: the outcomes at each margin that is tried, ascending.
        strangers: unknown things that were tried.
        friends: known products that were tried.
        targets: what is asked for.
    """

    def __init__(self, judged: Sequence[Outcomes], strangers: int, friends: int, targets: Targets) -> None:
        self.targets = targets
        self.outcomes = judged
        self._things = strangers, friends
        self._far_end = _keeps(judged[0].far, strangers, targets.far, targets.doubt)
        self._wrong_end = [
            _keeps(one.wrong, friends, targets.wrong, doubt)
            for one, (_, doubt) in zip(judged, targets.attempts, strict=True)
        ]

    @classmethod
    def through(cls, evidence: Evidence, targets: Targets) -> Walks:
        """Judge all trials with each margin, and walk."""
        judged = [outcomes(evidence, margin) for margin, _ in targets.attempts]
        return cls(judged, len(evidence.unknown.things), len(evidence.known.things), targets)

    def towards(self, targets: Targets) -> Walks:
        """Through the same trials towards other targets, with the same margins."""
        return Walks(self.outcomes, *self._things, targets)

    def shown(self) -> Choice | None:
        """The setting that accepts most known items rightly, both targets shown.

        None where there is none, or none that accepts anything.
        """
        return self._best([min(self._far_end, end) for end in self._wrong_end])

    def measured(self) -> Choice | None:
        """The one whose measured rates keep the targets, shown or not; None as for `shown`."""
        far, wrong = self.targets.far, self.targets.wrong
        return self._best([_run((one.far <= far) & (one.wrong <= wrong)) for one in self.outcomes])

    def up_to(self, end: int) -> Choice | None:
        """The best of the first so many thresholds with the smallest margin; None as for `shown`."""
        return self._best([end] + [0] * (len(self.outcomes) - 1))

    def at(self, distance: float) -> Choice:
        """A given threshold with the smallest margin; the one of `GRID` that is not below it."""
        return self._choice(0, min(int(np.searchsorted(GRID, distance - 1e-9)), len(GRID) - 1))

    def strictest(self) -> Choice:
        """The strictest setting that accepts anybody: an unknown item, or a known one rightly."""
        return self._choice(0, int(((self.outcomes[0].far > 0) | (self.outcomes[0].right > 0)).argmax()))

    def _best(self, ends: Sequence[int]) -> Choice | None:
        tops = [one.right[:end].max() if end else -1.0 for one, end in zip(self.outcomes, ends, strict=True)]
        number = int(np.argmax(tops))
        if tops[number] <= 0:
            return None
        return self._choice(number, int(self.outcomes[number].right[: ends[number]].argmax()))

    def _choice(self, number: int, at: int) -> Choice:
        return Choice(self.outcomes[number], at, at < self._far_end, at < self._wrong_end[number])


def walk(rates: Shares, shown: Callable[[int], bool]) -> int:
    """How many thresholds, from the strictest on, are shown to keep a target.

    Args:
        rates: measured at each threshold of `GRID`; where one is as the last, it is not tested again.
        shown: whether the threshold at this place is.
    """
    for at, rate in enumerate(rates.tolist()):
        if (at == 0 or rate != rates[at - 1]) and not shown(at):
            return at
    return len(rates)


def _keeps(rates: Shares, things: int, target: float, doubt: float) -> int:
    return walk(rates, lambda at: things > 0 and p_value(float(rates[at]), things, target) <= doubt)


def _run(true: NDArray[np.bool_]) -> int:
    """How many are true before the first that is not."""
    return len(true) if true.all() else int(true.argmin())
