"""Figure: the figures of an evaluation by name, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from train.measure.bootstrap import Estimate, Weights, estimate
from train.measure.tally import Tally


@dataclass(frozen=True)
class Meaning:
    """What a figure is.

    Attributes:
        title: for a table.
        says: its definition in a line.
        better: "higher" or "lower".
    """

    title: str
    says: str
    better: str = "higher"


MEANINGS = {
    "top1": Meaning("top-1", "asked photos named rightly by the 1/distance vote of the 7 nearest enrolled"),
    "top1_classes": Meaning("top-1, mean of classes", "the same, each class counting equally"),
    "top5": Meaning("top-5", "asked photos whose class is among the five best of the vote"),
    "recall_at_1": Meaning("recall@1", "photos whose nearest other photo is of their class"),
    "recall_at_5": Meaning("recall@5", "photos with one of their class among the 5 nearest others"),
    "recall_at_10": Meaning("recall@10", "photos with one of their class among the 10 nearest others"),
    "map_at_r": Meaning("MAP@R", "average precision over the R nearest others, R = others of the class"),
    "pair_tpr": Meaning(
        "pair TPR", "validation pairs of one class within Otsu's threshold of training pairs"
    ),
    "pair_tnr": Meaning("pair TNR", "validation pairs of two classes beyond that threshold"),
    "auroc": Meaning("unknown AUROC", "known and unknown products told apart by the nearest enrolled photo"),
    "fpr_at_tpr95": Meaning(
        "unknown FPR@TPR95", "unknown products accepted where 95 % of known are", "lower"
    ),
    "oscr": Meaning("OSCR", "area under rightly named known products over accepted unknown ones"),
}


@dataclass(frozen=True)
class Figure:
    """A figure of an evaluation.

    Attributes:
        key: its name for programs, one of `MEANINGS`.
        estimate: value and interval.
    """

    key: str
    estimate: Estimate

    @property
    def meaning(self) -> Meaning:
        """What it is."""
        return MEANINGS[self.key]


def figures(tallies: dict[str, Tally], weights: Weights) -> dict[str, Figure]:
    """Estimate every figure there is a tally of, in the order of `MEANINGS`."""
    return {key: Figure(key, estimate(tallies[key], weights)) for key in MEANINGS if key in tallies}
