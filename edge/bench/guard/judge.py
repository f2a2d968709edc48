"""Guard: has the till become slower than it was? Judged by ratios, so that any machine may answer.

Each figure is a time beside another that was taken in the same turns by the same process, or memory. A
figure is the median of its turns. One above its limit is measured again, up to `ATTEMPTS` times in all, and
the least counts: a moment in which a noisy machine favours the one side passes, slower code does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

ATTEMPTS = 3

Group = Callable[[], Mapping[str, Sequence[float]]]
"""Measures some figures that are taken together: of each its turns, by name."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure may be.

    Attributes:
        usual: its median on an idle machine; see `edge.bench.guard.limits` for where both come from.
        most: the greatest value.
        what: is measured, in words.
        unit: of the figure; empty for a ratio.
    """

    usual: float
    most: float
    what: str
    unit: str = ""

    @property
    def passes(self) -> float:
        """By what part more than usual is still within the limit."""
        return self.most / self.usual - 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, judged.

    Attributes:
        name: of its limit.
        tried: what each attempt gave.
        limit: what it may be.
    """

    name: str
    tried: tuple[float, ...]
    limit: Limit

    @property
    def value(self) -> float:
        """The least of its attempts."""
        return min(self.tried)

    @property
    def attempts(self) -> int:
        """How often it was measured."""
        return len(self.tried)

    @property
    def held(self) -> bool:
        """Whether it is within its limit."""
        return self.value <= self.limit.most


def judge(
    groups: Collection[Group], limits: Mapping[str, Limit], attempts: int = ATTEMPTS
) -> tuple[Figure, ...]:
    """Measure all groups, and those again of which a figure is above its limit.

    Args:
        groups: together they give each figure once.
        limits: by figure.
        attempts: at most.

    Raises:
        ValueError: a figure without a limit, or a limit without a figure: nothing is guarded by accident.
    """
    found: dict[str, Figure] = {}
    for group in groups:
        for _ in range(attempts):
            figures = [_judged(name, turns, limits, found.get(name)) for name, turns in group().items()]
            found.update({figure.name: figure for figure in figures})
            if all(figure.held for figure in figures):
                break
    if unmeasured := set(limits) - set(found):
        raise ValueError(f"limits of what nothing measures: {', '.join(sorted(unmeasured))}")
    return tuple(found[name] for name in limits)


def _judged(name: str, turns: Sequence[float], limits: Mapping[str, Limit], before: Figure | None) -> Figure:
    if name not in limits:
        raise ValueError(f"{name} has no limit")
    return Figure(name, (*(before.tried if before else ()), median(turns)), limits[name])
