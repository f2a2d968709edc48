"""Timed: what a call of each embedder takes, in turns, so that whatever else runs falls on all alike.

What runs on the processor is timed in processor time of one thread: the work that a form asks for. By the
clock two tills on one machine came to different choices, and one till from start to start: with two threads
INT8 was 1.05 to 1.47 times as fast as FP32, by what other programs did to either core; in processor time of
one thread it was 1.30 to 1.39 times as fast beside them all (scripts/forms/clocks.py, docs/performance.md).
What a GPU computes no processor time tells of: there it is the clock.

Interference only ever adds time, so what counts is the quickest quarter of the calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from edge.embed.embedder import Embedder

BUDGET = 1.5
"""Seconds of rounds; one that began is ended, and `LEAST_ROUNDS` are made however slow the device."""
LEAST_ROUNDS, MOST_ROUNDS = 4, 40
_ONES = 4
"""Calls with one crop a round, beside one call with all of them."""
_FINE = 1e-4
"""Seconds of the coarsest step of a clock that calls of milliseconds can be told by."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Took:
    """What calls of one embedder took.

    Attributes:
        one_ms: lower quartile of milliseconds with one crop.
        all_ms: the same with all of them.
        spread: how far the median lies above that, as a share; the greater of the two.
    """

    one_ms: float
    all_ms: float
    spread: float


@dataclass(slots=True)
class Calls:
    """Milliseconds of all calls of one embedder."""

    ones: list[float] = field(default_factory=list)
    alls: list[float] = field(default_factory=list)

    @property
    def took(self) -> Took:
        """What they come to."""
        (one, middle), (every, middle_all) = (np.quantile(of, (0.25, 0.5)) for of in (self.ones, self.alls))
        return Took(float(one), float(every), float(max(middle / one, middle_all / every)) - 1)


def processor_clock() -> Clock | None:
    """Processor time of this process, or None where its steps are too coarse (Windows)."""
    return time.process_time if time.get_clock_info("process_time").resolution <= _FINE else None


def times(
    embedders: Sequence[Embedder],
    crops: NDArray[np.uint8],
    clock: Clock,
    calls: Sequence[Calls] | None = None,
    passed: Clock = time.perf_counter,
) -> list[Calls]:
    """One series: milliseconds of calls with one crop and with all, of each embedder in turns.

    Every other round goes the other way round, so that none is always behind the same one.

    Args:
        embedders: loaded, and run before with as many crops.
        crops: uint8 `[N, H, W, 3]`, BGR.
        clock: seconds that a call is measured by.
        calls: of earlier series, which this one is added to.
        passed: seconds that the budget is measured by.
    """
    found = [Calls(list(each.ones), list(each.alls)) for each in calls or [Calls() for _ in embedders]]
    turns, began = range(len(embedders)), passed()
    for number in range(MOST_ROUNDS):
        if number >= LEAST_ROUNDS and passed() - began >= BUDGET:
            break
        for turn in turns[:: -1 if number % 2 else 1]:
            embedder, of = embedders[turn], found[turn]
            of.ones += [_milliseconds(embedder, crops[:1], clock) for _ in range(_ONES)]
            of.alls.append(_milliseconds(embedder, crops, clock))
    return found


def _milliseconds(embedder: Embedder, crops: NDArray[np.uint8], clock: Clock) -> float:
    started = clock()
    embedder.embed(crops)
    return max((clock() - started) * 1e3, 1e-6)
