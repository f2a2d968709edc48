"""Picture: how the three recipes learnt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from train.report.history import Epoch, History
from train.table.rows import ROWS

COLOURS = {"softmax": "#888888", "random-triplets": "#ee9616", "paper": "#4a7dd6"}
PANELS: dict[str, tuple[Callable[[Epoch], float | None], tuple[str, ...]]] = {
    "training loss": (lambda epoch: epoch.loss, ("random-triplets", "paper")),
    "share of active pairs": (lambda epoch: epoch.active, ("random-triplets", "paper")),
    "recall@1 of validation photos": (lambda epoch: epoch.recall_at_1, tuple(ROWS)),
}


def picture(histories: Mapping[str, Mapping[str, History]], path: Path) -> None:
    """Write a PNG: a row for each set of photos, a panel for each figure, a line for each recipe.

    Cross-entropy is no triplet loss, so `softmax` is only in the last panel. A dotted line is where
    the whole network begins to train.

    Args:
        histories: set of photos to recipe to history.
        path: of the PNG.
    """
    figure = Figure(figsize=(12, 3.6 * len(histories)), layout="constrained")
    grid = figure.subplots(len(histories), len(PANELS), squeeze=False)
    for (name, of_set), row in zip(histories.items(), grid, strict=True):
        for (title, (read, recipes)), axes in zip(PANELS.items(), row, strict=True):
            for recipe in recipes:
                _draw(axes, recipe, of_set[recipe], read)
            axes.set(title=f"{name}: {title}", xlabel="epoch", ylim=(0, None))
            axes.grid(alpha=0.2)
        row[-1].legend(loc="lower right")
    FigureCanvasAgg(figure).print_png(path)  # type: ignore[no-untyped-call]


def _draw(axes: Axes, recipe: str, history: History, read: Callable[[Epoch], float | None]) -> None:
    points = [(epoch.epoch, value) for epoch in history.epochs if (value := read(epoch)) is not None]
    if points:
        epochs, values = zip(*points, strict=True)
        axes.plot(epochs, values, color=COLOURS[recipe], label=ROWS[recipe])
    whole = [epoch.epoch for epoch in history.epochs if epoch.phase == "whole"]
    if whole and whole[0] > history.epochs[0].epoch:
        axes.axvline(whole[0] - 0.5, color=COLOURS[recipe], ls=":", lw=1)
