"""Rows: what the paper reports, and means over our runs in the same form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

ROWS = {
    "softmax": "softmax classifier",
    "random-triplets": "random triplets",
    "paper": "semi-hard triplets",
}
"""The recipes in the order of the table, and how they are called there."""


@dataclass(frozen=True)
class Share:
    """A share, 0 to 1: the mean over runs and, of two runs and more, their standard deviation."""

    mean: float
    deviation: float | None = None

    @classmethod
    def of(cls, values: Sequence[float]) -> Share | None:
        """The mean over runs; None of none."""
        if not values:
            return None
        return cls(mean(values), stdev(values) if len(values) > 1 else None)

    def __str__(self) -> str:
        spread = "" if self.deviation is None else f" ± {self.deviation:.3f}"
        return f"{self.mean:.3f}{spread}"


@dataclass(frozen=True)
class Row:
    """One recipe on one set of photos.

    Attributes:
        top1, top5: of the validation photos.
        tpr, tnr: of validation pairs at Otsu's threshold of training pairs.
        rest_top1, rest_top5: of the photos that neither trained nor chose anything.

    A field is None where nothing is known.
    """

    top1: Share | None = None
    top5: Share | None = None
    tpr: Share | None = None
    tnr: Share | None = None
    rest_top1: Share | None = None
    rest_top5: Share | None = None

    @classmethod
    def of(cls, summaries: Sequence[Mapping[str, Any]]) -> Row:
        """The row of several runs, each as its `summary.json` tells it."""

        def share(part: str, name: str) -> Share | None:
            return Share.of([found[part][name] for found in summaries if found[part]])

        return cls(
            share("val", "top1"),
            share("val", "top5"),
            share("pairs", "tpr"),
            share("pairs", "tnr"),
            share("rest", "top1"),
            share("rest", "top5"),
        )


HEADINGS = {
    "top1": "top-1",
    "top5": "top-5",
    "tpr": "pairs TPR",
    "tnr": "pairs TNR",
    "rest_top1": "rest top-1",
    "rest_top5": "rest top-5",
}
"""The fields of `Row` and their headings."""

PAPER = {
    "softmax": Row(Share(0.723), Share(0.914)),
    "random-triplets": Row(),
    "paper": Row(Share(0.836), Share(0.957), Share(0.921), Share(0.998)),
}
"""Baranov & Shcherbyna, 2022, Table 1: FSS-1000, EfficientNet-B2. Its random triplets are not known to us."""

Table = dict[str, dict[str, Row]]
"""Set of photos to recipe to row; the first is the paper's."""


def table_of(runs: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]) -> Table:
    """The paper's rows and ours; `runs` has the summaries of each set and recipe."""
    ours = {name: {recipe: Row.of(found) for recipe, found in sets.items()} for name, sets in runs.items()}
    return {"FSS-1000, the paper": PAPER, **ours}


def verdict(rows: Mapping[str, Row]) -> str:
    """Whether semi-hard triplets beat both baselines on the validation photos, in words."""
    best = rows["paper"].top1
    others = {ROWS[name]: row.top1 for name, row in rows.items() if name != "paper"}
    if best is None or any(other is None for other in others.values()):
        return "not known"
    lost = [name for name, other in others.items() if other and other.mean >= best.mean]
    return f"no better than {' and '.join(lost)}" if lost else "better than both baselines"
