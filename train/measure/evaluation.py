"""Evaluation: every figure of one embedder on one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from train.data import Photos
from train.measure.bootstrap import resample
from train.measure.by_class import ClassRow, Confusion, class_rows, confusion_table, worst_confusions
from train.measure.class_distance import class_distances, reading_order
from train.measure.figure import Figure, figures
from train.measure.open_set import Queries, queries
from train.measure.pairs import Pairs, pairs
from train.measure.plan import Plan
from train.measure.retrieval import KS, Retrieval, retrieval
from train.measure.tally import OpenShare, PairShares, Shares, Tally, by_class
from train.measure.vote import BEST, rank_classes
from train.metrics import Labels, Vectors, distances

Step = Callable[[], None]


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Attributes:
        figures: by key, in the order they are shown in.
        pairs: of each draw; empty where one photo a class is enrolled and makes no pair.
        open_set: the queries of each draw.
        table: confusions over all draws, int64 `[C, C]`, actual by named.
        apart: mean distance of two classes, float64 `[C, C]`.
        order: the classes that take part, like ones side by side.
        rows: one a class, worst first.
        confusions: the worst ones.
    """

    figures: dict[str, Figure]
    pairs: tuple[Pairs, ...]
    open_set: tuple[Queries, ...]
    table: NDArray[np.int64]
    apart: NDArray[np.float64]
    order: Labels
    rows: list[ClassRow]
    confusions: list[Confusion]

    @property
    def threshold(self) -> float | None:
        """Otsu's threshold of the training pairs, mean of the draws."""
        return float(np.mean([part.threshold for part in self.pairs])) if self.pairs else None


def measure(vectors: Vectors, photos: Photos, plan: Plan, step: Step = lambda: None) -> Evaluation:
    """Measure unit vectors `[N, D]` of the photos.

    Args:
        vectors: float32, row for row of `photos`.
        photos: what was embedded.
        plan: what is enrolled and asked.
        step: called after each draw and once more at the end.
    """
    labels, classes = photos.labels, len(photos.classes)
    drawn = list(_by_draw(vectors, photos, plan, step))
    ranked, pair, opened = (tuple(part) for part in zip(*drawn, strict=True))
    pair = tuple(part for part in pair if part is not None)
    named = [rank[:, 0] for rank in ranked]
    found = retrieval(vectors[plan.compared], labels[plan.compared])
    table = confusion_table(labels, plan.draws, named, classes)
    tallies = _vote_tallies(labels, plan, ranked, classes) | _retrieval_tallies(found, classes)
    tallies |= _pair_tallies(pair) | _open_tallies(opened)
    apart = class_distances(vectors, labels, classes)
    order = plan.classes[reading_order(apart[np.ix_(plan.classes, plan.classes)])]
    rows = class_rows(photos.classes, labels, plan.draws, table, found)
    worst = worst_confusions(photos.classes, vectors, labels, plan.draws, named, table)
    estimated = figures(tallies, resample(plan.classes, classes, len(plan.draws)))
    step()
    return Evaluation(estimated, pair, opened, table, apart, order, rows, worst)


def _by_draw(
    vectors: Vectors, photos: Photos, plan: Plan, step: Step
) -> Iterator[tuple[Labels, Pairs | None, Queries]]:
    labels = photos.labels
    for draw in plan.draws:
        apart = distances(vectors[draw.asked], vectors[draw.enrolled])
        ranked = rank_classes(apart, labels[draw.enrolled])
        yield ranked, pairs(vectors, labels, draw, len(photos.classes)), queries(vectors, labels, draw)
        step()


def _vote_tallies(labels: Labels, plan: Plan, ranked: Sequence[Labels], classes: int) -> dict[str, Tally]:
    asked = [labels[draw.asked] for draw in plan.draws]
    hits = [rank == actual[:, None] for rank, actual in zip(ranked, asked, strict=True)]
    first = by_class([hit[:, 0] for hit in hits], asked, classes)
    tallies: dict[str, Tally] = {"top1": first, "top1_classes": first.of_classes()}
    if len(plan.classes) > BEST:
        tallies["top5"] = by_class([hit.any(1) for hit in hits], asked, classes)
    return tallies


def _retrieval_tallies(found: Retrieval, classes: int) -> dict[str, Tally]:
    def tally(values: NDArray[np.generic]) -> Shares:
        return by_class([values], [found.labels], classes)

    tallies: dict[str, Tally] = {
        f"recall_at_{k}": tally(found.recall[:, column]) for column, k in enumerate(KS)
    }
    return tallies | {"map_at_r": tally(found.map_at_r)} if len(found.labels) else {}


def _pair_tallies(pair: Sequence[Pairs]) -> dict[str, Tally]:
    if not pair:
        return {}
    right, counts = np.stack([p.right for p in pair]), np.stack([p.counts for p in pair])
    same = Shares(*(np.diagonal(part, axis1=1, axis2=2).astype(np.float64) for part in (right, counts)))
    apart = ~np.eye(right.shape[1], dtype=bool)
    return {"pair_tpr": same, "pair_tnr": PairShares(right * apart, counts * apart)}


def _open_tallies(opened: tuple[Queries, ...]) -> dict[str, Tally]:
    names = {"auroc": "auroc", "fpr_at_tpr95": "fpr", "oscr": "oscr"}
    return {key: OpenShare(opened, attrgetter(name)) for key, name in names.items()}
