"""Open curves: what accepting known products costs in unknown ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from train.measure.evaluation import Evaluation
from train.measure.open_set import ACCEPTED
from train.report.style import SERIES, in_our_look, panels, svg

GRID = np.linspace(0, 1, 201)


@in_our_look
def open_curves(evaluations: Mapping[str, Evaluation]) -> str:
    """ROC and OSCR curves of each model, mean of the draws and their range behind it: an SVG."""
    figure, (roc, oscr) = panels(2, height=4.4)
    for (name, evaluation), colour in zip(evaluations.items(), SERIES, strict=False):
        for axes, which, key in ((roc, "tpr", "auroc"), (oscr, "ccr", "oscr")):
            area = evaluation.figures[key].estimate.value
            _curve(axes, _rises(evaluation, which), colour, f"{name}: area {area:.3f}")
    roc.axhline(ACCEPTED, color="#888888", ls="--", lw=1, label=f"{ACCEPTED:.0%} of known accepted")
    roc.plot([0, 1], [0, 1], color="#888888", ls=":", lw=1)
    roc.set(title="ROC: telling known from unknown", ylabel="known accepted (TPR)")
    oscr.set(title="OSCR: accepted and rightly named", ylabel="known accepted and right (CCR)")
    for axes in (roc, oscr):
        axes.set(xlabel="unknown accepted (FPR)", xlim=(0, 1), ylim=(0, 1.03))
        axes.legend(loc="lower right")
    return svg(figure, "open")


def _rises(evaluation: Evaluation, which: str) -> NDArray[np.float64]:
    """A curve on `GRID` for each draw, float64 `[S, 201]`."""
    drawn = []
    for queries in evaluation.open_set:
        curves = queries.curves(np.ones((1, int(queries.labels.max()) + 1)))
        last = np.append(np.diff(curves.fpr[0]) > 0, True)  # of each FPR the highest point
        drawn.append(np.interp(GRID, curves.fpr[0][last], getattr(curves, which)[0][last]))
    return np.stack(drawn)


def _curve(axes: Axes, drawn: NDArray[np.float64], colour: str, label: str) -> None:
    axes.fill_between(GRID, drawn.min(0), drawn.max(0), color=colour, alpha=0.15, lw=0)
    axes.plot(GRID, drawn.mean(0), color=colour, label=label)
