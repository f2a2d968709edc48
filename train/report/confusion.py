"""Confusion: what is taken for what, by class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from train.measure.evaluation import Evaluation
from train.report.distances import label_classes, square_side
from train.report.style import BLUE, fade, in_our_look, square, svg


@in_our_look
def confusion_matrix(evaluation: Evaluation, classes: Sequence[str]) -> str:
    """Share of each class's asked photos by the class they were named as, like classes together: an SVG."""
    order = evaluation.order
    table = evaluation.table[np.ix_(order, order)].astype(np.float64)
    asked = table.sum(1, keepdims=True)
    share = np.divide(table, asked, out=np.zeros_like(table), where=asked > 0)
    figure, axes = square(square_side(len(order)))
    image = axes.imshow(share, cmap=fade(BLUE), vmin=0, vmax=1, interpolation="nearest")
    label_classes(axes, [classes[label] for label in order])
    if len(order) <= 15:
        _write_shares(axes, share)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, aspect=30, pad=0.01)
    bar.set_label("share of the asked photos of a row")
    bar.outline.set_visible(False)
    axes.set(xlabel="named as", ylabel="really is", title="All draws together")
    return svg(figure, "confusion")


def _write_shares(axes: Axes, share: NDArray[np.float64]) -> None:
    for row, column in zip(*np.nonzero(share >= 0.005), strict=True):
        axes.text(column, row, f"{share[row, column]:.0%}", ha="center", va="center", fontsize=8)
