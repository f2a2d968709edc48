"""Losses: how training went, and one way of mining beside another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from train.report.history import Epoch, History
from train.report.style import BLUE, ORANGE, SERIES, in_our_look, panels, svg

Read = Callable[[Epoch], float | None]


@in_our_look
def loss_curves(history: History) -> str:
    """Training and validation loss by epoch, with the single steps behind them, and recall@1: an SVG."""
    figure, (left, right) = panels(2)
    _steps(left, history)
    epochs = [epoch.epoch for epoch in history.epochs]
    left.plot(epochs, [epoch.loss for epoch in history.epochs], "o-", ms=3, color=BLUE, label="training")
    _line(left, history, lambda epoch: epoch.val_loss, color=ORANGE, label="validation")
    left.set(title="Loss", xlabel="epoch", ylabel="loss")
    left.legend()
    _line(right, history, lambda epoch: epoch.recall_at_1, color=BLUE, label="recall@1 of validation photos")
    _line(right, history, lambda epoch: epoch.active, color=ORANGE, label="share of active triplets")
    right.set(title="Recall and active triplets", xlabel="epoch", ylabel="share", ylim=(0, 1.02))
    right.legend()
    for axes in (left, right):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        _mark_phases(axes, history)
    return svg(figure, "losses")


@in_our_look
def mining_curves(histories: Mapping[str, History]) -> str:
    """Loss, share of active triplets and recall@1 of several runs, such as two ways of mining: an SVG."""
    figure, axes = panels(3)
    readers: tuple[tuple[str, Read], ...] = (
        ("Training loss", lambda epoch: epoch.loss),
        ("Active triplets", lambda epoch: epoch.active),
        ("Recall@1 of validation photos", lambda epoch: epoch.recall_at_1),
    )
    for panel, (title, read) in zip(axes, readers, strict=True):
        for (name, history), colour in zip(histories.items(), SERIES, strict=False):
            _line(panel, history, read, color=colour, label=name)
        panel.set(title=title, xlabel="epoch", ylabel="loss" if "loss" in title else "share")
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0].legend()
    return svg(figure, "mining")


def _line(
    axes: Axes, history: History, read: Callable[[Epoch], float | None], color: str, label: str
) -> None:
    points = [(epoch.epoch, value) for epoch in history.epochs if (value := read(epoch)) is not None]
    if points:
        axes.plot(*zip(*points, strict=True), "o-", ms=3, color=color, label=label)


def _steps(axes: Axes, history: History) -> None:
    """Each epoch's steps spread over it, so that they end where its mean is drawn."""
    counts: dict[int, int] = {}
    for step in history.steps:
        counts[step.epoch] = counts.get(step.epoch, 0) + 1
    seen: dict[int, int] = {}
    places = []
    for step in history.steps:
        seen[step.epoch] = seen.get(step.epoch, 0) + 1
        places.append(step.epoch - 1 + seen[step.epoch] / counts[step.epoch])
    losses = [step.loss for step in history.steps]
    axes.plot(places, losses, color=BLUE, alpha=0.25, lw=0.8, label="each step")


def _mark_phases(axes: Axes, history: History) -> None:
    phases = [epoch.phase for epoch in history.epochs]
    for before, after in zip(history.epochs, history.epochs[1:], strict=False):
        if before.phase != after.phase:
            axes.axvline(before.epoch + 0.5, color="#888888", ls=":", lw=1)
            note = f" {after.phase} from here" if len(set(phases)) > 1 else ""
            axes.text(before.epoch + 0.5, 0.02, note, fontsize=8, transform=axes.get_xaxis_transform())
