"""Targets: what the till's speed was promised to be, and whether this run shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from edge.bench.till.quantiles import median, quantile
from edge.bench.till.results import Crowd, Report, Start, Stillness

TIMES, PLUS_MS, TAIL = 1.25, 3.0, 2.0
MANY, SHARE, SEARCH, STILL = 20, 0.85, 0.02, 0.15
LOCALISER = {(1280, 720): 3.0, (1920, 1080): 6.0}
"""Milliseconds of the localiser, by the size of the frame."""
START_S, START_VIEWS, MEMORY = 1.5, 10_000, 350.0


@dataclass(frozen=True, slots=True)
class Target:
    """One target: what was asked, what was measured, and whether it is met."""

    asked: str
    measured: str
    met: bool


def targets(report: Report) -> list[Target]:
    """Every target that the run can speak of."""
    found: list[Target] = []
    for crowd in report.crowds:
        found += _of_crowd(crowd)
    found += _of_localiser(report)
    if report.stillness is not None:
        found += _of_stillness(report.stillness)
    if report.start is not None:
        found += _of_start(report.start)
    return found


def ratio(crowd: Crowd) -> float:
    """Median frame over median bare inference of the same crops."""
    return float(np.median(crowd.frame) / np.median(crowd.inference))


def throughput(crowd: Crowd) -> float:
    """Items a second of whole frames, as a share of bare inference's of the same crops.

    The median of each frame beside its own floor, which was timed right after it: a minute in which the
    machine was slower falls on both, where the two medians could be of different minutes.
    """
    return float(np.median(np.asarray(crowd.inference) / np.asarray(crowd.frame)))


def searching(crowd: Crowd) -> float:
    """The share of a frame that search takes, of medians."""
    return float(np.median(crowd.stages["search"]) / np.median(crowd.frame))


def _of_crowd(crowd: Crowd) -> Iterator[Target]:
    if crowd.items == 1:
        yield from _of_one(crowd)
    if crowd.items == MANY:
        share = throughput(crowd)
        asked = f"{MANY} items: >= {SHARE:.0%} of bare throughput"
        yield Target(asked, f"{share:.1%}", share >= SHARE)
    part = searching(crowd)
    yield Target(f"{_items(crowd)}: search <= {SEARCH:.0%} of the whole", f"{part:.2%}", part <= SEARCH)


def _of_one(crowd: Crowd) -> Iterator[Target]:
    middle, bare = float(np.median(crowd.frame)), float(np.median(crowd.inference))
    most = TIMES * bare + PLUS_MS
    yield Target(
        f"1 item: p50 <= {TIMES:g}x bare inference + {PLUS_MS:g} ms",
        f"{middle:.2f} ms, at most {most:.2f} ({middle / bare:.2f}x {bare:.2f} ms)",
        middle <= most,
    )
    p99 = quantile(crowd.frame, 0.99)
    if p99 is not None:
        measured = f"{p99:.2f} ms, {p99 / middle:.2f}x"
        yield Target(f"1 item: p99 <= {TAIL:g}x p50", measured, p99 <= TAIL * middle)


def _of_localiser(report: Report) -> Iterator[Target]:
    most = LOCALISER.get(report.settings.size)
    if most is None:
        return
    for name, part in _localised(report):
        middle = median(part)
        if middle is not None:
            asked = f"localiser p50 <= {most:g} ms at {report.settings.size[1]}p, {name}"
            yield Target(asked, f"{middle:.2f} ms", middle <= most)


def _localised(report: Report) -> Iterator[tuple[str, Sequence[float]]]:
    """Milliseconds of the localiser by the part that has them."""
    for crowd in report.crowds:
        yield _items(crowd), crowd.stages["localise"]
    if report.live is not None and any(report.live.looks):  # an idle till's is no answer
        yield "live", report.live.stages["localise"]


def _of_stillness(part: Stillness) -> Iterator[Target]:
    share = part.still_cpu / part.moving_cpu
    yield Target(
        f"{part.items} still cost < {STILL:.0%} of {part.items} moving",
        f"{share:.1%} of the CPU: {part.still_cpu:.3f} by {part.moving_cpu:.3f} s a second",
        share < STILL,
    )


def _of_start(part: Start) -> Iterator[Target]:
    seconds = median(part.seconds)
    if seconds is not None and part.views >= START_VIEWS:
        asked = f"start to first decision < {START_S:g} s with {START_VIEWS:,} views"
        yield Target(asked, f"{seconds:.2f} s, median of {len(part.seconds)}", seconds < START_S)
    yield Target(f"resident memory < {MEMORY:.0f} MB", f"{part.peak:.0f} MB", part.peak < MEMORY)


def _items(crowd: Crowd) -> str:
    return "1 item" if crowd.items == 1 else f"{crowd.items} items"
