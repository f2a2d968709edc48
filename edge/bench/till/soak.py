"""Soak: what a long run shows. Does memory stay flat, does latency grow, does the device get hot?

A verdict is met where the whole 95 % interval of the trend lies within its limit, not met where the whole
of it lies beyond, and otherwise open: then the run was too short, or the machine too noisy, to tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.results import Live
from edge.bench.till.trend import FEWEST, Trend, bins, trend

SHORTEST = 60.0
"""Seconds below which a run is no soak."""

MEMORY, MEMORY_AN_HOUR = 3.0, 6.0
"""MB that resident memory may grow: over the run, or an hour where that is more. An allocator takes a few
steps of its own, so that a leak shows only beside them: 1 MB a minute is 10 MB in ten minutes."""

MEDIAN, TAIL = 0.10, 0.25
"""Part by which the median and the 99th percentile of the latency may grow over the run."""

_WARM_UP = 10.0, 0.1  # seconds and part of the run that are not judged, whichever is more
_FRAMES = 20  # of a bin, at least


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question to a soak.

    Attributes:
        what: is asked.
        measured: the trend with its interval, in words.
        limit: in words.
        met: None where the run cannot tell.
    """

    what: str
    measured: str
    limit: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Curve:
    """One sensor over the run.

    Attributes:
        name: with its unit.
        start: mean of the first tenth; likewise `end` of the last.
        end: see `start`.
        peak: greatest value.
        least: least value.
        levelled: whether it changed by less than a fiftieth of its peak over the last third.
    """

    name: str
    start: float
    end: float
    peak: float
    least: float
    levelled: bool


@dataclass(frozen=True, slots=True)
class Soak:
    """What a long run shows."""

    verdicts: tuple[Verdict, ...]
    curves: tuple[Curve, ...]

    @property
    def met(self) -> bool | None:
        """False where one verdict is not met; None where none is so and one is open."""
        answers = [verdict.met for verdict in self.verdicts]
        return False if False in answers else None if None in answers else True


def judge(live: Live) -> Soak | None:
    """What the live part shows, or None where it is no soak: shorter than `SHORTEST`."""
    if live.seconds < SHORTEST or not live.series:
        return None
    skipped = max(_WARM_UP[0], _WARM_UP[1] * live.seconds)
    median, tail = _latency(live, skipped / live.seconds)
    return Soak(
        (
            _memory(live, skipped),
            _grown("latency p50 over the run", median, MEDIAN),
            _grown("latency p99 over the run", tail, TAIL),
        ),
        _curves(live),
    )


def _memory(live: Live, skipped: float) -> Verdict:
    seconds = [second for second in live.series if second.at > skipped]
    limit = max(MEMORY, MEMORY_AN_HOUR * live.seconds / 3600)
    found = _trend([float(np.median(one)) for one in bins(np.array([second.rss for second in seconds]))])
    words = f"at most {limit:.1f} MB"
    if found is None:
        return Verdict("memory over the run", "too few seconds", words, None)
    an_hour = found.rise * 3600 / (live.seconds - skipped)
    measured = f"{found.rise:+.1f} MB ({found.low:+.1f} to {found.high:+.1f}), {an_hour:+.1f} MB an hour"
    return Verdict("memory over the run", measured, words, _within(found, limit))


def _latency(live: Live, skipped: float) -> tuple[Trend | None, Trend | None]:
    """Trends of the bins' medians and 99th percentiles, as parts of what such a frame usually takes."""
    first = int(len(live.frame) * skipped)
    even = evened(np.array(live.frame, np.float64), np.array(live.looks, np.int64))[first:]
    parts = bins(even, min(30, max(1, len(even) // _FRAMES)))
    medians, tails = ([float(np.quantile(one, q)) if len(one) else 1.0 for one in parts] for q in (0.5, 0.99))
    return _trend(medians), _trend(tails)


def evened(frame: NDArray[np.float64], looks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each frame's latency by the median of all frames in which as many crops were embedded.

    A scene in which ever more happens is no till that gets ever slower. What drifts is seen as long as a
    number of crops comes again and again; of one that came at one time alone nothing can be told.

    Args:
        frame: latencies, float64 `[N]`.
        looks: crops embedded in each, int64 `[N]`.
    """
    usual = np.ones(int(looks.max(initial=0)) + 1)
    for count in np.unique(looks):
        usual[count] = np.median(frame[looks == count])
    return np.asarray(frame / np.maximum(usual[looks], 1e-9))


def _trend(values: list[float]) -> Trend | None:
    return trend(values) if len(values) >= FEWEST else None


def _grown(what: str, found: Trend | None, limit: float) -> Verdict:
    words = f"at most {limit:+.0%}"
    if found is None:
        return Verdict(what, "too few frames", words, None)
    measured = f"{found.rise:+.1%} ({found.low:+.1%} to {found.high:+.1%})"
    return Verdict(what, measured, words, _within(found, limit))


def _within(found: Trend, limit: float) -> bool | None:
    return True if found.high <= limit else False if found.low > limit else None


def _curves(live: Live) -> tuple[Curve, ...]:
    sensors = sorted({name for second in live.series for name in second.device if "°C" in name})
    told = {name: [one.device[name] for one in live.series if name in one.device] for name in sensors}
    told["CPU clock MHz"] = [one.clock for one in live.series if one.clock is not None]
    return tuple(_curve(name, np.array(values)) for name, values in told.items() if len(values) >= FEWEST)


def _curve(name: str, values: NDArray[np.float64]) -> Curve:
    tenth, third = max(1, len(values) // 10), max(2, len(values) // 3)
    last = values[-third:]
    change = abs(float(last[-max(1, third // 4) :].mean() - last[: max(1, third // 4)].mean()))
    return Curve(
        name,
        start=float(values[:tenth].mean()),
        end=float(values[-tenth:].mean()),
        peak=float(values.max()),
        least=float(values.min()),
        levelled=change < 0.02 * max(1.0, float(values.max())),
    )
