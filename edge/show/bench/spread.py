"""Spread: how samples lie, as bars of a histogram and as the share that lies at or below each value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.quantiles import quantile
from edge.show.bench.axis import Axis, linear, logarithmic
from edge.show.bench.numbers import middle, milliseconds, short
from edge.show.bench.plot import Plot

_BINS = 36
_POINTS = 160
_FAR = 4.0  # greatest over median from which on the axis goes by powers of ten
_FOOT, _LEAST = 0.005, 1e-3  # such an axis begins at this quantile, or ms; what is shorter is drawn there


def spread(title: str, samples: Sequence[float], name: str) -> str:
    """Histogram and cumulative share of one row of times.

    Args:
        title: above the drawing.
        samples: ms; one or more.
        name: of the colour.
    """
    edges, shares = bins(samples)
    p50, p99 = middle(samples), quantile(samples, 0.99)
    note = f"p50 {short(p50)} · p99 {short(p99)} · worst {milliseconds(max(samples))}"
    right = linear([100 * max(shares)], "in each bar, %")
    plot = Plot(title, _axis(samples), _SHARE, note, right)
    said = [
        f"{short(a)} to {short(b)} ms: {share:.1%}"
        for a, b, share in zip(edges, edges[1:], shares, strict=False)
    ]
    plot.bars(edges, [100 * share for share in shares], name, said)
    for value in (p50, p99):
        if value is not None:
            plot.upright(value)
    plot.line(_cumulative(samples), "line-f")
    return plot.svg()


def curves(title: str, rows: Sequence[tuple[str, str, Sequence[float]]]) -> str:
    """The cumulative share of some rows of times in one drawing.

    Args:
        title: above it.
        rows: what the legend says, the colour's name, and the times in ms.
    """
    together = [value for _, _, samples in rows for value in samples]
    plot = Plot(title, _axis(together), _SHARE)
    for key, name, samples in rows:
        plot.line(_cumulative(samples), name, key)
    return plot.svg()


def bins(samples: Sequence[float]) -> tuple[list[float], list[float]]:
    """Edges of the bars, ms, and the share of the samples in each; together they hold every sample."""
    axis, values = _axis(samples), np.asarray(samples, np.float64)
    spaced = np.geomspace if axis.log else np.linspace
    edges = spaced(axis.low, axis.high, _BINS + 1)
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    return edges.tolist(), (counts / len(values)).tolist()


def _axis(samples: Sequence[float]) -> Axis:
    values = np.asarray(samples, np.float64)
    low, high = max(float(np.quantile(values, _FOOT)), _LEAST), float(values.max())
    if high > _FAR * max(float(np.median(values)), low) and high > low:
        return logarithmic(low, high, "ms")
    low = float(values.min())
    return linear((low, high), "ms", zero=low < high / 2, ends=False)


def _cumulative(samples: Sequence[float]) -> list[tuple[float, float]]:
    """The share at or below each value; the last thousandth is drawn sample by sample."""
    ordered: NDArray[np.float64] = np.sort(np.asarray(samples, np.float64))
    count = len(ordered)
    ranks = np.unique(
        np.concatenate([np.linspace(0, count - 1, _POINTS).astype(int), np.arange(max(0, count - 20), count)])
    )
    return [(float(ordered[rank]), 100 * float(rank + 1) / count) for rank in ranks]


_SHARE = Axis(0.0, 100.0, "at or below, %", marks=(0, 25, 50, 75, 100))
