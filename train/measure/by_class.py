"""By class: which classes are named rightly, and what they are taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix

from train.measure.plan import Draw
from train.measure.retrieval import Retrieval
from train.metrics import Labels, Vectors, distances

Table = NDArray[np.int64]


@dataclass(frozen=True)
class ClassRow:
    """One class.

    Attributes:
        name: of the class.
        enrolled: photos enrolled in a draw.
        asked: photos asked, mean of the draws.
        top1: share of the asked photos named rightly, None where none is asked.
        precision: share of the photos named as this class that are of it, None where none is.
        recall_at_1: share of its photos whose nearest other photo is of the class, None where no two
            can be compared.
        taken_for: the class it is most confused with, or nothing.
        mistakes: share of its asked photos taken for that one.
    """

    name: str
    enrolled: int
    asked: float
    top1: float | None
    precision: float | None
    recall_at_1: float | None
    taken_for: str
    mistakes: float


@dataclass(frozen=True)
class Confusion:
    """A class taken for another, with the photos that show it best.

    Attributes:
        actual, named: the classes.
        share: of the asked photos of `actual` that were named so, over all draws.
        asked: row of the asked photo nearest to the wrong class.
        wrong, right: rows of the enrolled photos of `named` and of `actual` that are nearest to it.
        wrong_distance, right_distance: L2 distances to them.
    """

    actual: str
    named: str
    share: float
    asked: int
    wrong: int
    right: int
    wrong_distance: float
    right_distance: float


def confusion_table(labels: Labels, draws: Sequence[Draw], named: Sequence[Labels], classes: int) -> Table:
    """Asked photos of class row that were named as class column, over all draws, int64 `[C, C]`."""
    actual = np.concatenate([labels[draw.asked] for draw in draws])
    return np.asarray(confusion_matrix(actual, np.concatenate(named), labels=range(classes)), np.int64)


def class_rows(
    classes: Sequence[str], labels: Labels, draws: Sequence[Draw], table: Table, found: Retrieval
) -> list[ClassRow]:
    """One row a class that is enrolled or asked, worst first."""
    enrolled = np.bincount(labels[draws[0].enrolled], minlength=len(classes))
    rows = [
        _class_row(classes, c, int(enrolled[c]), len(draws), table, found)
        for c in np.flatnonzero(enrolled + table.sum(1)).tolist()
    ]
    return sorted(rows, key=lambda row: (2.0 if row.top1 is None else row.top1, row.name))


def _class_row(
    classes: Sequence[str], c: int, enrolled: int, draws: int, table: Table, found: Retrieval
) -> ClassRow:
    asked, wrong = int(table[c].sum()), table[c].copy()
    wrong[c] = 0
    most = int(wrong.argmax())
    return ClassRow(
        name=classes[c],
        enrolled=enrolled,
        asked=asked / draws,
        top1=_share(table[c, c], asked),
        precision=_share(table[c, c], table[:, c].sum()),
        recall_at_1=_share(found.recall[found.labels == c, 0].sum(), (found.labels == c).sum()),
        taken_for=classes[most] if wrong[most] else "",
        mistakes=float(wrong[most] / max(asked, 1)),
    )


def _share(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None


def worst_confusions(
    classes: Sequence[str],
    vectors: Vectors,
    labels: Labels,
    draws: Sequence[Draw],
    named: Sequence[Labels],
    table: Table,
    most: int = 12,
) -> list[Confusion]:
    """The confusions with the most photos, each with the photo that was most surely wrong."""
    wrong = table * ~np.eye(len(table), dtype=bool)
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    found = []
    for actual, guess in zip(*np.unravel_index(order, wrong.shape), strict=True):
        if wrong[actual, guess]:
            share = float(wrong[actual, guess] / table[actual].sum())
            example = min(_examples(vectors, labels, draws, named, int(actual), int(guess)))
            apart, asked, rival, own, own_apart = example
            pair = (classes[actual], classes[guess])
            found.append(Confusion(*pair, share, asked, rival, own, apart, own_apart))
    return found


def _examples(
    vectors: Vectors, labels: Labels, draws: Sequence[Draw], named: Sequence[Labels], actual: int, guess: int
) -> list[tuple[float, int, int, int, float]]:
    """Distance and row of each photo so confused, with the nearest enrolled photo of either class."""
    examples = []
    for draw, names in zip(draws, named, strict=True):
        asked = draw.asked[(labels[draw.asked] == actual) & (names == guess)]
        rival, rival_apart = _nearest(vectors, asked, draw.enrolled[labels[draw.enrolled] == guess])
        own, own_apart = _nearest(vectors, asked, draw.enrolled[labels[draw.enrolled] == actual])
        columns = (rival_apart, asked, rival, own, own_apart)
        examples += list(zip(*(column.tolist() for column in columns), strict=True))
    return examples


def _nearest(
    vectors: Vectors, asked: NDArray[np.int64], shelf: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Vectors]:
    apart = distances(vectors[asked], vectors[shelf])
    return shelf[apart.argmin(1)], np.asarray(apart.min(1))
