"""Sections: the drawings of a report, each with what it shows and what to look for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from train.measure.record import Result, Setting
from train.metrics import Vectors
from train.report.confusion import confusion_matrix
from train.report.distances import class_heat, pair_distances
from train.report.embedding_map import embedding_map
from train.report.history import History, read_history
from train.report.losses import loss_curves, mining_curves
from train.report.open_curves import open_curves


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Attributes:
        key: id of its heading.
        title: heading.
        says: how to read it, or why there is no drawing.
        drawing: SVG, or nothing.
    """

    key: str
    title: str
    says: str
    drawing: str = ""


COUNT = 7
"""Sections that `sections` makes."""


def sections(
    setting: Setting, result: Result, against: Sequence[Result], vectors: Vectors, step: Callable[[], None]
) -> list[Section]:
    """Draw every section; `step` is called after each.

    Args:
        setting: what was measured on.
        result: the model that the report is about.
        against: those it is compared with.
        vectors: its embeddings, float32 `[N, D]`.
        step: for a progress bar.
    """
    evaluation, classes = result.evaluation, setting.photos.classes
    everyone = {one.subject.name: one for one in (result, *against)}
    makers: list[Callable[[], Section]] = [
        lambda: _losses(read_history(result.subject.history)),
        lambda: _mining(_histories(everyone)),
        lambda: _pairs(result),
        lambda: _open(everyone),
        lambda: Section("confusion", "Confusion matrix", _CONFUSION, confusion_matrix(evaluation, classes)),
        lambda: Section("heat", "Distances between classes", _HEAT, class_heat(evaluation, classes)),
        lambda: _map(setting, result, vectors),
    ]
    drawn = []
    for make in makers:
        drawn.append(make())
        step()
    return drawn


_PAIRS = (
    "The farther the two hills are apart, the better. The threshold is drawn between the training pairs "
    "alone; pair TPR and TNR say how it does on the validation pairs."
)
_OPEN = (
    "Classes held out are asked as unknown products. Each photo is accepted or not by its distance to the "
    "nearest enrolled one. The line is the mean of the draws, the band their range."
)
_CONFUSION = "Look-alikes stand side by side. A good model has a diagonal and little else."
_HEAT = (
    "The diagonal is the spread within a class; a class is in danger where another is not much farther "
    "away than that."
)
_MAP = (
    "Only who is near whom means something here; the distances between far groups, and their sizes, do not."
)


def _losses(history: History | None) -> Section:
    if history is None:
        says = "No training history: a model file has none, and this is no run folder with a history.jsonl."
        return Section("losses", "Loss curves", says)
    return Section("losses", "Loss curves", "As the run wrote them down.", loss_curves(history))


def _histories(everyone: Mapping[str, Result]) -> dict[str, History]:
    read = {name: read_history(one.subject.history) for name, one in everyone.items()}
    return {name: history for name, history in read.items() if history}


def _mining(histories: Mapping[str, History]) -> Section:
    title = "Semi-hard against random mining"
    if len(histories) < 2:
        says = "Give two run folders, one of them with --against, to see their training side by side."
        return Section("mining", title, says)
    says = "Where few triplets are active, most of a batch teaches nothing."
    return Section("mining", title, says, mining_curves(histories))


def _pairs(result: Result) -> Section:
    title, drawn = "Distances of pairs", result.evaluation.pairs
    if not drawn:
        return Section("pairs", title, "One enrolled photo a class makes no pair of one class.")
    return Section("pairs", title, _PAIRS, pair_distances(drawn))


def _open(everyone: Mapping[str, Result]) -> Section:
    drawing = open_curves({name: one.evaluation for name, one in everyone.items()})
    return Section("open", "Unknown products", _OPEN, drawing)


def _map(setting: Setting, result: Result, vectors: Vectors) -> Section:
    drawing = embedding_map(vectors, setting.photos, result.evaluation.order)
    return Section("map", "Embedding map", _MAP, drawing)
