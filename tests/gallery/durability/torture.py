"""Torture: every operation in every variation, and what came of it."""

from __future__ import annotations

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from durability.catalogue import OPERATIONS
from durability.plan import Quota, disturbed, troubles
from durability.trial import Bench, BrokenError, Outcome, Trouble
from durability.variations import VARIATIONS

Place = tuple[str, str]
"""An operation and a variation."""


@dataclass
class Tally:
    """What came of the trials of one operation."""

    kinds: Counter[str] = field(default_factory=Counter)
    before: int = 0
    after: int = 0
    undisturbed: int = 0

    def add(self, trouble: Trouble, outcome: Outcome, last: int) -> None:
        self.kinds[kind_of(trouble)] += outcome.disturbed
        self.undisturbed += not outcome.disturbed
        if outcome.now == last:
            self.after += 1
        else:
            self.before += 1


class TortureError(Exception):
    """A trial that failed; `key` repeats it."""

    def __init__(self, place: Place, trouble: Trouble | None, problem: str) -> None:
        super().__init__(problem)
        self.key = "/".join(place)
        if trouble is not None:
            self.key += f"/{trouble.how}/{trouble.at}/{trouble.seed}"


def kind_of(trouble: Trouble) -> str:
    """`kills`, `calls`, `errors` or `cuts`."""
    if trouble.how == "time":
        return "kills"
    return "cuts" if trouble.how == "cut" else "calls" if trouble.kills else "errors"


def places(only: Sequence[str] = (), variations: Sequence[str] = (), brief: bool = False) -> list[Place]:
    """Operations with the variations they are tried in; `brief`: each in one of them, in turn."""
    names = list(only or OPERATIONS)
    among = list(variations or VARIATIONS)
    if brief:
        return [(name, among[list(OPERATIONS).index(name) % len(among)]) for name in names]
    return [(name, variation) for name in names for variation in among]


def torture(
    work: Path, where: Sequence[Place], quota: Quota, seed: int, done: Callable[[], object] = lambda: None
) -> dict[str, Tally]:
    """Try all; `done` is told of each trial.

    Raises:
        TortureError: the first that failed. Its files are left in `work`.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, place in enumerate(where):
        share = quota.share(number, len(where))
        if share.total:
            for trouble, outcome in _at(work, place, share, random.Random(f"{seed}/{place}")):
                tallies[place[0]].add(trouble, outcome, len(OPERATIONS[place[0]].become) - 1)
                done()
    return dict(tallies)


def repeat(work: Path, key: str) -> Outcome:
    """Try one again.

    Raises:
        TortureError: it failed again. Its files are left in `work`.
    """
    name, variation, how, at, seed = key.split("/")
    trouble = Trouble(how, float(at), int(seed))
    try:
        return Bench(work / "again", OPERATIONS[name], variation).try_out(trouble)
    except (BrokenError, RuntimeError, AssertionError) as error:
        raise TortureError((name, variation), trouble, str(error)) from None


def _at(work: Path, place: Place, share: Quota, draw: random.Random) -> Iterator[tuple[Trouble, Outcome]]:
    room = work / "-".join(place)
    tried: list[Trouble] = []
    try:
        bench = Bench(room, OPERATIONS[place[0]], place[1])
        for choices in troubles(bench, share, draw):
            tried = []
            outcome = disturbed(bench, choices, tried)
            yield tried[-1], outcome
    except (BrokenError, RuntimeError, AssertionError) as error:
        raise TortureError(place, tried[-1] if tried else None, str(error)) from None
    shutil.rmtree(room)
