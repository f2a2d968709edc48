"""Compare: two reports, figure by figure, each with the interval in which its ratio lies.

An interval holds for these two runs. What differs between two runs of one build, such as where its memory
came to lie or what else the machine did meanwhile, is in neither; compare two runs of one build to see it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from edge.bench.compare.few import ratio_interval
from edge.bench.compare.figures import Part, Row, rows
from edge.bench.compare.resample import Blocks, Statistic, blocks, draws, statistic
from edge.bench.compare.unlike import Difference, differences
from edge.bench.till.results import Report
from gallery.errors import InputError

CONFIDENCE, DRAWS = 0.95, 2000
FEW = 20
"""Fewer samples than this are compared by rank, see `edge.bench.compare.few`."""
TAIL = 200
"""A p99 of fewer samples than this is shown and not judged: two samples lie above it."""

_LEAST = 1e-9
Wanted = tuple[NDArray[np.float64], Statistic]
Verdict = Literal["faster", "slower", "better", "worse", "no difference shown", "not judged"]


class Compared(BaseModel):
    """One figure of both reports."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    name: str
    part: Part
    unit: str
    a: float
    b: float
    ratio: float | None = Field(description="b / a; none where a is 0")
    low: float | None = Field(None, description="the ratio's interval; none where it was not judged")
    high: float | None = None
    verdict: Verdict
    better: Literal["less", "more"]
    why: str = Field("", description="why it was not judged")


class Comparison(BaseModel):
    """All figures of both reports."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    confidence: float = CONFIDENCE
    differs: tuple[Difference, ...] = Field(description="what was not alike: machine, model, settings")
    warnings: tuple[str, ...] = Field(description="of both reports, with A or B before each")
    figures: tuple[Compared, ...]
    only_a: tuple[str, ...] = Field(description="measured in A alone")
    only_b: tuple[str, ...]


def compare(a: Report, b: Report, seed: int = 0) -> Comparison:
    """Judge B against A; the same reports give the same words.

    Raises:
        InputError: they have no part in common.
    """
    of_a, of_b = ({row.name: row for row in rows(report)} for report in (a, b))
    common = [name for name in of_a if name in of_b]
    if not common:
        raise InputError("the reports have no part in common", "measure the same parts: --only")
    rng = np.random.default_rng(seed)
    return Comparison(
        differs=differences(a, b),
        warnings=tuple(f"{name}: {words}" for name, one in (("A", a), ("B", b)) for words in one.warnings),
        figures=tuple(figure for name in common for figure in _compared(of_a[name], of_b[name], rng)),
        only_a=tuple(name for name in of_a if name not in of_b),
        only_b=tuple(name for name in of_b if name not in of_a),
    )


def worse_by(figure: Compared) -> float:
    """By what share the figure is at least worse in B, as the favourable end of its interval has it.

    Returns:
        0.2 for a time that is 20 % longer, or a rate at which the same takes so much longer; 0 or less where
        nothing worse is shown.
    """
    if figure.low is None or figure.high is None:
        return 0.0
    return figure.low - 1 if figure.better == "less" else 1 / figure.high - 1


def _compared(a: Row, b: Row, rng: np.random.Generator) -> list[Compared]:
    values = [_values(row) for row in (a, b)]
    few = min(len(a.samples), len(b.samples)) < FEW
    intervals = _by_rank(a, b) if few else _by_draws(a, b, rng)
    return [
        _figure(a, which, (old, new), interval, _reason(a, b, which))
        for which, old, new, interval in zip(a.statistics, *values, intervals, strict=True)
    ]


def _figure(
    row: Row, which: Statistic, values: tuple[float, float], interval: tuple[float, float] | None, why: str
) -> Compared:
    a, b = values
    ratio = b / a if a > 0 else None
    if ratio is None or ratio <= 0:
        interval, why = None, "nothing measurable"
    elif interval is None or why:
        interval, why = None, why or "too few samples"
    low, high = (min(interval[0], ratio or 0), max(interval[1], ratio or 0)) if interval else (None, None)
    better: Literal["less", "more"] = "more" if row.rate else row.better
    return Compared(
        name=row.name if len(row.statistics) == 1 else f"{row.name}, {which}",
        part=row.part, unit=row.unit, a=a, b=b, ratio=ratio, low=low, high=high, better=better, why=why,
        verdict=_verdict(low, high, better, timed=row.unit not in ("MB", "%", "J", "")),
    )  # fmt: skip


def _verdict(low: float | None, high: float | None, better: str, timed: bool) -> Verdict:
    if low is None or high is None:
        return "not judged"
    if low <= 1 <= high:
        return "no difference shown"
    good = (high < 1) == (better == "less")
    if timed:
        return "faster" if good else "slower"
    return "better" if good else "worse"


def _reason(a: Row, b: Row, which: Statistic) -> str:
    fewest = min(len(a.samples), len(b.samples))
    if fewest == 1:
        return "one value a run"
    return f"fewer than {TAIL} samples" if which == "p99" and fewest < TAIL else ""


def _values(row: Row) -> list[float]:
    below = 1.0 if row.over is None else statistic(row.over, row.over_statistic)
    found = [statistic(row.samples, which) for which in row.statistics]
    return [_turned(value, row) / below if below > 0 else 0.0 for value in found]


def _turned(value: float, row: Row) -> float:
    if not row.rate:
        return value
    return row.rate / value if value > 0 else 0.0


def _by_rank(a: Row, b: Row) -> list[tuple[float, float] | None]:
    old, new = _each(a), _each(b)
    if old is None or new is None or min(old.min(), new.min()) <= 0:
        return [None] * len(a.statistics)
    return [ratio_interval(old, new, CONFIDENCE)] * len(a.statistics)


def _each(row: Row) -> NDArray[np.float64] | None:
    """The figure of each sample by itself; none where samples and what they are over do not go together."""
    if row.over is None:
        return row.rate / row.samples if row.rate else row.samples
    return row.samples / row.over if row.paired and len(row.over) == len(row.samples) else None


def _by_draws(a: Row, b: Row, rng: np.random.Generator) -> list[tuple[float, float] | None]:
    tail = (1 - CONFIDENCE) / 2
    found: list[tuple[float, float] | None] = []
    for old, new in zip(_logs(a, rng), _logs(b, rng), strict=True):
        apart = np.quantile(new - old, [tail, 1 - tail])
        found.append((float(np.exp(apart[0])), float(np.exp(apart[1]))))
    return found


def _logs(row: Row, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """The logarithm of each figure, of resampled samples."""
    wanted: list[Wanted] = [(row.samples, one) for one in row.statistics]
    how = blocks(row.samples, row.statistics)
    sign = -1.0 if row.rate else 1.0
    if row.over is None:
        return [sign * values for values in _drawn(wanted, how, rng)]
    over: Wanted = (row.over, row.over_statistic)
    own = blocks(row.over, (row.over_statistic,))
    if row.paired and len(row.over) == len(row.samples):
        *above, below = _drawn([*wanted, over], how.or_longer(own), rng)
    else:
        above, below = _drawn(wanted, how, rng), _drawn([over], own, rng)[0]
    return [values - below for values in above]


def _drawn(wanted: list[Wanted], how: Blocks, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Logarithms of statistics of resampled samples, spread as far as they should be."""
    stretch = how.stretch(len(wanted[0][0]))
    found = []
    for (samples, which), values in zip(wanted, draws(wanted, how.length, DRAWS, rng), strict=True):
        middle = np.log(max(statistic(samples, which), _LEAST))
        found.append(middle + stretch * (np.log(np.maximum(values, _LEAST)) - middle))
    return found
