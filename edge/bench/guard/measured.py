"""Guarded: the figures of the guard, measured on this machine with the shipped model."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from statistics import median

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.basket.ledger import Ledger
from edge.bench.guard import allocations
from edge.bench.guard.judge import Group
from edge.bench.guard.watched import Watched, quickest
from edge.bench.scratch import scratch
from edge.bench.start.spawned import used
from edge.bench.start.start import Command
from edge.bench.start.stocked import Stocked, stock
from edge.bench.till.floor import Floor
from edge.bench.till.overheard import Overheard
from edge.embed import Embedder
from edge.localise.tray import TrayLocaliser
from edge.pipeline import Till
from edge.settings import TillSettings
from edge.synth import make_shop
from edge.synth.belt import Belt
from gallery import Gallery, Recogniser

VIEWS = 4_000
"""Views of the gallery: few enough to be compared one by one, as the floor's search does."""

MANY = 20
"""Items of the full belts."""

TURNS, STARTS, SEARCHES = 5, 3, 9
_FPS = 15.0
_RULES = TillSettings(looks_to_accept=3, looks_to_give_up=3)  # the belt's items are not in the gallery
_OFTEN = TillSettings(looks_to_accept=6, looks_to_give_up=6, look_every=0)  # one item is looked at quickly
_BARE = "import cv2, numpy, onnxruntime"


class Unasked(Recogniser):
    """A recogniser whose gallery is not asked whether it has changed.

    The till asks five times a second of the clock, and Python's sqlite3 keeps the last 200 cursors of a
    connection: a slow machine asks more often a frame, which would look like memory that a frame keeps.
    """

    def refresh(self, wait: bool = False) -> bool:
        """Nothing has changed."""
        return False


class Scenes:
    """Three belts: one item that moves on, twenty that do, and twenty that lie still."""

    def __init__(self, embedder: Embedder, recogniser: Recogniser) -> None:
        self._embedder, self._recogniser = embedder, recogniser
        self._floor = Floor(embedder, recogniser.index)
        shop = make_shop(0)
        self._one = Belt(shop, 1, fps=_FPS)
        self._many, self._still = (Belt(shop, MANY, fps=_FPS, moving=moving) for moving in (True, False))

    def turns(self) -> Mapping[str, Sequence[float]]:
        """Steps of each belt in turn, and searches beside one another, again and again."""
        one, many = self._watched(self._one, 1, _OFTEN), self._watched(self._many, MANY, _RULES)
        still = self.still = self._watched(self._still, MANY, _RULES, anew=False)
        ours: list[float] = []
        floor: list[float] = []
        for turn in range(TURNS + 1):  # the first one warms all up
            for watched in (one, one, many, still):
                watched.step(kept=turn > 0)
            if turn:
                self._search(many.overheard.vectors, ours, floor)
        quiet, busy, lying = one.taken, many.taken, still.taken
        return {
            "one item": [quickest(quiet.full, quiet.inference)],
            "twenty items": [quickest(busy.full, busy.inference)],
            "localise one": [quickest(quiet.localise, quiet.reference)],
            "localise twenty": [quickest(busy.localise, busy.reference)],
            "handling": [quickest(busy.handling, busy.reference)],
            "still": [quickest(lying.frame, lying.reference)],
            "looks": [median(busy.looks) + median(lying.looks)],
            "search": [quickest(ours, floor)],
        }

    def _watched(self, belt: Belt, items: int, rules: TillSettings, anew: bool = True) -> Watched:
        overheard = Overheard(self._embedder)

        def till() -> Till:
            return Till(TrayLocaliser(empty=belt.empty), overheard, self._recogniser, Ledger(), rules)

        return Watched(belt.frames(), _FPS, belt.step, items, till, anew, overheard, self._floor)

    def _search(self, vectors: NDArray[np.float32], ours: list[float], floor: list[float]) -> None:
        """Search some times in turns, the till's way and the floor's."""
        for _ in range(SEARCHES):
            start = time.perf_counter()
            self._recogniser.recognise(vectors)
            ours.append(time.perf_counter() - start)
            floor.append(self._floor.search(vectors) / 1e3)

    def memory(self) -> Mapping[str, Sequence[float]]:
        """Of twenty items that lie still and were decided on in `turns`."""
        at_once, kept = allocations.measure(self.still)
        return {"at once": [at_once], "kept": [kept]}


def starts(stocked: Stocked) -> Mapping[str, Sequence[float]]:
    """Processor seconds of the command on one picture, beside a process that imports what any such must.

    Seconds on the wall are what a shop feels (`edge.bench.start.start`); beside other programs they differ
    twofold from start to start, these by some hundredths.
    """
    command = Command(None, "cpu", None, stocked.gallery).run(stocked.pictures, "--localiser", "whole")
    bare = [sys.executable, "-c", _BARE]
    pairs = [(used(command).busy, used(bare).busy) for _ in range(STARTS)]
    return {"start": [quickest(*zip(*pairs, strict=True))]}


@contextmanager
def guarded() -> Iterator[tuple[Group, ...]]:
    """What the guard measures; the groups may be called again and again until this is left.

    Raises:
        InputError, DeviceError: this installation has no model, or no runtime for it.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        embedder = embed.load(None, "cpu")
        stocked, card = stock(folder, embedder, VIEWS), embedder.card
        gallery = stack.enter_context(
            Gallery.open(stocked.gallery, model=card.space, dimension=card.dimension)
        )
        recogniser = stack.enter_context(closing(Unasked(gallery, card.distance_threshold)))
        scenes = Scenes(embedder, recogniser)
        yield scenes.turns, scenes.memory, lambda: starts(stocked)
