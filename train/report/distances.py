"""Distances: those of same and different pairs with the threshold between them, and those of classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from train.measure.evaluation import Evaluation
from train.measure.pairs import Pairs, Side
from train.report.names import short
from train.report.style import BLUE, ORANGE, RED, panels, svg

BINS = 80


def pair_distances(drawn: Sequence[Pairs]) -> str:
    """Histograms of same and different pairs, training and validation, over all draws: an SVG."""
    figure, axes = panels(2)
    sides = {
        "Training pairs (enrolled with enrolled)": [part.train for part in drawn],
        "Validation pairs (asked with enrolled)": [part.validation for part in drawn],
    }
    top = float(max(value.max() for side in sides.values() for part in side for value in _both(part)))
    cut = float(np.mean([part.threshold for part in drawn]))
    for panel, (title, side) in zip(axes, sides.items(), strict=True):
        _histogram(panel, side, top)
        panel.axvline(cut, color=RED, ls="--", lw=1.4, label=f"Otsu's threshold {cut:.3f}")
        panel.set(title=title, xlabel="L2 distance of unit vectors", ylabel="density of each kind")
    axes[0].legend(loc="upper left", fontsize=9)
    return svg(figure, "pairs")


def class_heat(evaluation: Evaluation, classes: Sequence[str]) -> str:
    """Mean distance of every two classes, like ones side by side: an SVG."""
    order = evaluation.order
    figure, (axes,) = panels(1, 10.4, square_height(len(order)))
    image = axes.imshow(evaluation.apart[np.ix_(order, order)], cmap="viridis", interpolation="nearest")
    label_classes(axes, [classes[label] for label in order])
    bar = figure.colorbar(image, ax=axes, shrink=0.6, aspect=30, pad=0.01)
    bar.set_label("mean L2 distance")
    bar.outline.set_visible(False)  # type: ignore[operator]
    axes.set_title("Mean distance between classes (diagonal: within a class)")
    return svg(figure, "heat")


def square_height(classes: int) -> float:
    """Height of a drawing of classes by classes, inches: room for a name a row."""
    return float(np.clip(3.0 + 0.075 * classes, 4.2, 10.0))


def label_classes(axes: Axes, names: Sequence[str]) -> None:
    """Name rows and columns, small enough for a hundred of them."""
    size = float(np.clip(420 / max(len(names), 1), 5.0, 9.0))
    places, words = range(len(names)), [short(name) for name in names]
    axes.set_xticks(places, words, rotation=90, fontsize=size)
    axes.set_yticks(places, words, fontsize=size)
    axes.tick_params(length=0, pad=2)
    axes.grid(False)
    axes.spines[:].set_visible(False)


def _both(side: Side) -> tuple[np.ndarray, np.ndarray]:
    return side.same, side.different


def _histogram(axes: Axes, sides: Sequence[Side], top: float) -> None:
    kinds = {
        "same class": (BLUE, [s.same for s in sides]),
        "different": (ORANGE, [s.different for s in sides]),
    }
    for label, (colour, parts) in kinds.items():
        axes.hist(
            np.concatenate(parts), BINS, (0, top), density=True, color=colour, alpha=0.55, label=label,
            histtype="stepfilled", edgecolor=colour, linewidth=1.2,
        )  # fmt: skip
