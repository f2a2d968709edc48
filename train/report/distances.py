"""Distances: those of same and different pairs with the threshold between them, and those of classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from train.measure.evaluation import Evaluation
from train.measure.pairs import Pairs, Side
from train.report.names import short
from train.report.style import BLUE, ORANGE, RED, in_our_look, panels, square, svg

BINS = 80


@in_our_look
def pair_distances(drawn: Sequence[Pairs]) -> str:
    """Histograms of same and different pairs, training and validation, over all draws: an SVG."""
    figure, axes = panels(2)
    sides = {
        "Training pairs (enrolled with enrolled)": [part.train for part in drawn],
        "Validation pairs (asked with enrolled)": [part.validation for part in drawn],
    }
    top = max(_farthest(part) for side in sides.values() for part in side)
    cut = float(np.mean([part.threshold for part in drawn]))
    for panel, (title, side) in zip(axes, sides.items(), strict=True):
        _histogram(panel, side, top)
        panel.axvline(cut, color=RED, ls="--", lw=1.4, label=f"Otsu's threshold {cut:.3f}")
        panel.set(title=title, xlabel="L2 distance of unit vectors", ylabel="density of each kind")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return svg(figure, "pairs")


@in_our_look
def class_heat(evaluation: Evaluation, classes: Sequence[str]) -> str:
    """Mean distance of every two classes, like ones side by side: an SVG."""
    order = evaluation.order
    figure, axes = square(square_side(len(order)))
    image = axes.imshow(evaluation.apart[np.ix_(order, order)], cmap="viridis", interpolation="nearest")
    label_classes(axes, [classes[label] for label in order])
    bar = figure.colorbar(image, ax=axes, shrink=0.6, aspect=30, pad=0.01)
    bar.set_label("mean L2 distance")
    bar.outline.set_visible(False)
    axes.set_title("Mean distance between classes")
    return svg(figure, "heat")


def square_side(classes: int) -> float:
    """Side of a drawing of classes by classes, inches: room for a name a row."""
    return float(np.clip(4.0 + 0.09 * classes, 5.0, 9.6))


def label_classes(axes: Axes, names: Sequence[str]) -> None:
    """Name rows and columns, small enough for a hundred of them."""
    size = float(np.clip(420 / max(len(names), 1), 5.0, 9.0))
    places, words = range(len(names)), [short(name) for name in names]
    axes.set_xticks(places, words, rotation=90, fontsize=size)
    axes.set_yticks(places, words, fontsize=size)
    axes.tick_params(length=0, pad=2)
    axes.grid(False)
    axes.spines[:].set_visible(False)


def _farthest(side: Side) -> float:
    return float(max(side.same.max(initial=0), side.different.max(initial=0)))


def _histogram(axes: Axes, sides: Sequence[Side], top: float) -> None:
    kinds = {
        "same class": (BLUE, [s.same for s in sides]),
        "different classes": (ORANGE, [s.different for s in sides]),
    }
    for label, (colour, parts) in kinds.items():
        axes.hist(
            np.concatenate(parts),
            bins=BINS,
            range=(0, top),
            density=True,
            histtype="stepfilled",
            color=colour,
            alpha=0.55,
            label=label,
        )
