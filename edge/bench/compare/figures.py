"""Figures: what of a report is compared, the ratios to the floor first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge.bench.compare.resample import Statistic
from edge.bench.device.facts import DeviceFacts
from edge.bench.till.results import Crowd, Live, Report, Stillness

Part = Literal["ratio", "whole", "stage"]
"""A ratio of two times of the same run, a time or rate of the whole, or one of a single stage."""

_BOTH: tuple[Statistic, ...] = ("p50", "p99")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Samples of one kind, and the figures that are made of them.

    Attributes:
        name: what was measured.
        part: where the figures stand.
        samples: in the order in which they were taken, ms unless `unit` says otherwise.
        statistics: one figure each.
        unit: of the figures.
        over: samples that the figure is a ratio to; `over_statistic` is taken of them.
        over_statistic: the statistic of `over`.
        paired: each of `over` belongs to the one of `samples` at its place.
        rate: the figure is this divided by the statistic, and more of it is better; 0 for none.
        single: the samples are one value, measured once.
        better: whether more or less is better; of memory and the like, too.
    """

    name: str
    part: Part
    samples: NDArray[np.float64]
    statistics: Sequence[Statistic] = _BOTH
    unit: str = "ms"
    over: NDArray[np.float64] | None = None
    over_statistic: Statistic = "p50"
    paired: bool = True
    rate: float = 0.0
    better: Literal["less", "more"] = "less"


def rows(report: Report) -> Iterator[Row]:
    """All that can be compared in a report, ratios first; what has no sample is left out."""
    made = [*_made(report)]
    for part in ("ratio", "whole", "stage"):
        yield from (row for row in made if row.part == part and len(row.samples))


def _made(report: Report) -> Iterator[Row]:
    for crowd in report.crowds:
        yield from _of_crowd(crowd)
    if report.stillness is not None:
        yield from _of_stillness(report.stillness)
    if report.live is not None:
        yield from _of_live(report.live)
    for batch in report.batches:
        name = f"bare inference, {batch.size} crop{'s' * (batch.size != 1)}"
        times = _array(batch.milliseconds)
        yield Row(name, "whole", times, ("p50",), "crops/s", rate=1000.0 * batch.size)
    if report.start is not None:
        yield Row("start to first decision", "whole", _array(report.start.seconds), ("p50",), "s")
        yield Row("start: peak memory", "whole", _array([report.start.peak]), ("p50",), "MB")
    if report.streams is not None:
        held = _array([report.streams.held])
        yield Row("cameras held", "whole", held, ("p50",), "", better="more")
    if report.device is not None:
        yield from _of_energy(report.device)


def _of_energy(device: DeviceFacts) -> Iterator[Row]:
    for name, energy in (("look", device.energy_per_look), ("item", device.energy_per_item)):
        if energy is not None:
            yield Row(f"energy a{'n' * (name == 'item')} {name}", "whole", _array([energy]), ("p50",), "J")


def _of_crowd(crowd: Crowd) -> Iterator[Row]:
    items = f"{crowd.items} item{'s' * (crowd.items != 1)}"
    frame, bare = _array(crowd.frame), _array(crowd.inference)
    yield Row(f"{items}: frame / bare inference, p50", "ratio", frame, ("p50",), "×", bare)
    yield Row(f"{items}: frame p99 / bare inference p50", "ratio", frame, ("p99",), "×", bare)
    if "search" in crowd.stages:
        search = _array(crowd.stages["search"])
        over = _array(crowd.search)
        yield Row(f"{items}: search / bare search, p50", "ratio", search, ("p50",), "×", over)
    yield Row(f"{items}: frame to decision", "whole", frame)
    yield Row(f"{items}: whole frames", "whole", frame, ("p50",), "items/s", rate=1000.0 * crowd.items)
    yield Row(f"{items}: bare inference", "whole", bare)
    for stage, times in crowd.stages.items():
        yield Row(f"{items}: {stage}", "stage", _array(times))


def _of_stillness(part: Stillness) -> Iterator[Row]:
    still, moving = _array(part.still), _array(part.moving)
    name = f"{part.items} items: still / moving"
    if len(still) and len(moving):
        yield Row(
            name, "ratio", still, ("mean",), "×", over=moving, over_statistic="mean", paired=False
        )  # fmt: skip


def _of_live(part: Live) -> Iterator[Row]:
    yield Row("live: frame to decision", "whole", _array(part.frame))
    yield Row("live: age at decision", "whole", _array(part.age))
    yield Row("live: jitter", "whole", _array(part.jitter))
    yield Row("live: laid down to receipt", "whole", _array(part.receipt), ("p50",), "s")
    if part.series:
        most = max(second.rss for second in part.series)
        yield Row("live: greatest memory", "whole", _array([most]), ("p50",), "MB")
        cpu = _array([second.cpu for second in part.series])
        yield Row("live: CPU, of all cores", "whole", 100 * cpu, ("mean",), "%")
    for stage, times in part.stages.items():
        yield Row(f"live: {stage}", "stage", _array(times))


def _array(values: Sequence[float]) -> NDArray[np.float64]:
    return np.asarray(values, np.float64)
