"""Subject: one way from a frame and its boxes to decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gallery import Decision
from peers.scene import Scene
from peers.stock import Stock

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a subject said of the items of one scene.

    Attributes:
        decided: verdict and product of each item.
        vectors: float32 `[N, D]`, or None where it shows none.
    """

    decided: tuple[tuple[str, str | None], ...]
    vectors: Vectors | None


class Subject(Protocol):
    """What is timed."""

    provider: str
    """What runs its network, with version, precision and threads."""

    def take(self, stock: Stock) -> None:
        """Search this gallery from now on; not timed."""

    def seconds(self, scene: Scene) -> float:
        """Seconds from the frame to the decisions on all its items."""

    def answer(self, scene: Scene) -> Answer | None:
        """What it says of a scene; None where it cannot be asked of this one. Not timed."""


class Counterlike(Protocol):
    """What decides by vectors: `gallery.Recogniser`, or `peers.search.Counter`."""

    def recognise(self, embeddings: Vectors, /) -> list[Decision]:
        """One decision for each of float32 `[N, D]`."""


class Plain:
    """A subject of two steps: items to vectors, vectors to decisions, all at once or one after the other.

    Attributes:
        provider: what runs its network.
        batched: whether all items of a frame are taken at once.
    """

    provider = ""
    batched = True
    _counter: Counterlike

    def vectors(self, scene: Scene, items: range) -> Vectors:
        """Unit vectors float32 `[N, D]` of some items of a scene."""
        raise NotImplementedError

    def decide(self, scene: Scene) -> list[tuple[Vectors, list[Decision]]]:
        """Vectors and decisions on all items, in the parts in which they are made."""
        step = scene.items if self.batched else 1
        made = []
        for first in range(0, scene.items, step):
            vectors = self.vectors(scene, range(first, first + step))
            made.append((vectors, self._counter.recognise(vectors)))
        return made

    def seconds(self, scene: Scene) -> float:
        """Seconds from the frame to the decisions on all its items."""
        start = perf_counter()
        self.decide(scene)
        return perf_counter() - start

    def answer(self, scene: Scene) -> Answer | None:
        """Verdicts and vectors of a scene."""
        made = self.decide(scene)
        decisions = [decision for _, part in made for decision in part]
        return Answer(said(decisions), np.concatenate([vectors for vectors, _ in made]))


def said(decisions: list[Decision]) -> tuple[tuple[str, str | None], ...]:
    """Verdicts and the products taken."""
    return tuple((decision.verdict.value, decision.sku) for decision in decisions)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the tables.

    Attributes:
        make: gives the subject, for so many threads.
        needs: packages it is imported from, and what pip installs.
        exact: it computes the same network in FP32, so that its vectors must be ours.
        peer: the letter of the peer in the tables, or empty.
    """

    make: Callable[[int], Subject]
    needs: Mapping[str, str]
    exact: bool = True
    peer: str = ""
