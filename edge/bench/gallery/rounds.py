"""Rounds: every lane is timed for a moment in turn, again and again, so that noise hits all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from edge.bench.child import Child
from edge.bench.gallery.subject import K

_QUERIES = 20  # of one turn
_FEWEST, _MOST = 10, 60  # rounds
_SECONDS = 90.0  # that all rounds together may take, the fewest rounds apart


@dataclass(slots=True)
class Lane:
    """One subject with one effort, and the seconds that its single queries took, a list a round."""

    child: Child
    effort: int | None
    times: list[list[float]] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """Of all single queries, microseconds."""
        return float(np.quantile(np.concatenate(self.times), share) * 1e6)

    def by(self, other: Lane) -> float:
        """Its time by another lane's: the median of the ratios of the rounds' medians."""
        mine, theirs = (np.median(lane.times, axis=1) for lane in (self, other))
        return float(np.median(mine / theirs))


def run_rounds(lanes: Sequence[Lane], queries: NDArray[np.float32], told: Callable[[int, int], None]) -> None:
    """Time all lanes in turn, in an order drawn anew for each round.

    Args:
        lanes: they keep what was measured.
        queries: float32 `[N, D]`; each round asks the next ones.
        told: rounds done, of how many.

    Raises:
        ChildFailedError: a subject failed.
    """
    rng, rounds, done, start = np.random.default_rng(0), _FEWEST, 0, perf_counter()
    while done < rounds:
        asked = np.take(queries, range(done * _QUERIES, (done + 1) * _QUERIES), axis=0, mode="wrap")
        for number in rng.permutation(len(lanes)):
            lane = lanes[number]
            lane.times.append(lane.child.ask("one_by_one", asked, K, lane.effort))
        done += 1
        spent = perf_counter() - start
        rounds = max(_FEWEST, min(_MOST, int(_SECONDS * done / spent)))
        told(done, rounds)
