"""Trials: each product in turn plays the unknown thing, and each view the item that is known.

Unknown: all views of a product are asked of the gallery without that product. Known: a view is asked of
the gallery without itself, and without near copies of itself (`gallery.spread.COPY`), so that a burst of
frames does not flatter. Both are judged as the till judges: `LOOK` neighbours, `K` votes, negative views.

Negative and background views are no unknown trials: a shop takes them of what was confused already, which
is no fair sample of what may come, and of trays and hands, which are no items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.classify import Candidate
from gallery.nearest_views import ranked, runs
from gallery.negatives import refute
from gallery.risk.nearest import distinct, merged, nearest
from gallery.risk.refuting import refuted_known, refuted_unknown
from gallery.risk.stock import Stock

MOST_TRIALS = 10_000
MOST_PAIRS = 3e8
"""Trials of each kind, and pairs of trial and view: past these a part is drawn. 3,000 trials against
100,000 views are as many pairs, and some seconds."""
FEWEST_TRIALS = 3_000

Progress = Callable[[int, int], None]
"""Told how many queries are done, of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Queries and what the gallery made of them.

    Attributes:
        things: what they are photos of; for known items their SKUs.
        thing: int64 `[T]`, which of `things` each query shows; each occurs.
        candidates: of each query, best first.
    """

    things: tuple[str, ...]
    thing: NDArray[np.int64]
    candidates: list[tuple[Candidate, ...]]

    def __len__(self) -> int:
        return len(self.candidates)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weight of each query, float64 `[T]`: all things weigh the same; the sum is 1."""
        counts = np.bincount(self.thing, minlength=len(self.things))
        return np.asarray(1 / (counts[self.thing] * max(len(self.things), 1)), np.float64)

    def __add__(self, other: Trials) -> Trials:
        """Both, as trials of different things."""
        thing = np.concatenate([self.thing, other.thing + len(self.things)])
        return Trials(self.things + other.things, thing, self.candidates + other.candidates)


def left_out(stock: Stock, progress: Progress | None = None) -> tuple[Trials, Trials]:
    """Trials of a gallery on itself: those of unknown things, and those of known items.

    Products of a single distinct view play the unknown only: without it nothing is left of them. The only
    product of a gallery does not play it: nothing is left that it could be taken for.

    Args:
        stock: the gallery.
        progress: told of the views that are done.
    """
    rows = drawn(stock)
    unknown: list[tuple[Candidate, ...]] = []
    known: dict[int, tuple[Candidate, ...]] = {}
    for run in runs(len(rows), len(stock.skus)):
        block = rows[run]
        own = [stock.rows[stock.owner[row]] for row in block]
        found = nearest(stock, stock.vectors[block], own)
        unknown += ranked(found, stock.skus)
        for row, others, mine in zip(block.tolist(), found, own, strict=True):
            again = distinct(stock, row, mine)
            if len(again):
                known[row] = ranked([merged(stock, row, again, others)], stock.skus)[0]
        if progress is not None:
            progress(run.stop, len(rows))
    left = np.array(list(known), np.int64)
    strange = rows[: len(rows) if len(stock.names) > 1 else 0]
    return (
        _of(stock, strange, refuted_unknown(stock, strange, unknown[: len(strange)])),
        _of(stock, left, refuted_known(stock, left, list(known.values()))),
    )


def given(stock: Stock, vectors: NDArray[np.float32], things: Sequence[str]) -> Trials:
    """Trials of photos of things that are not sold.

    Args:
        stock: the gallery.
        vectors: float32 `[T, D]`, unit length.
        things: what each shows, length T.
    """
    numbered = {name: number for number, name in enumerate(sorted(set(things)))}
    found: list[tuple[Candidate, ...]] = []
    for run in runs(len(vectors), len(stock.skus)):
        found += ranked(nearest(stock, vectors[run]), stock.skus)
    if stock.negatives is not None:
        found = refute(found, vectors, stock.negatives)
    return Trials(tuple(numbered), np.array([numbered[thing] for thing in things], np.int64), found)


def _of(stock: Stock, rows: NDArray[np.int64], candidates: list[tuple[Candidate, ...]]) -> Trials:
    numbers, thing = np.unique(stock.owner[rows], return_inverse=True)
    return Trials(tuple(stock.names[number] for number in numbers), thing.astype(np.int64), candidates)


def drawn(stock: Stock) -> NDArray[np.int64]:
    """The views that are tried, ascending: as many of each product as there is time for, by a fixed seed."""
    views = len(stock.skus)
    most = int(min(MOST_TRIALS, max(FEWEST_TRIALS, MOST_PAIRS / max(views, 1))))
    if views <= most:
        return np.arange(views)
    generator = np.random.default_rng(0)
    products = generator.permutation(len(stock.names))[:most]
    each = max(1, most // len(products))
    return np.sort(np.concatenate([generator.permutation(stock.rows[number])[:each] for number in products]))
