"""Plan: how many troubles of which kind an operation meets, and which."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from durability.shim import Mode
from durability.trial import Bench, Outcome, Trouble

ERRORS = (Mode.FULL_ONCE, Mode.FULL, Mode.EIO_ONCE, Mode.EIO, Mode.SHORT, "limit")
PATIENCE = 20
"""How often a trouble is drawn anew that came too late to disturb anything."""
_EARLIER = 0.8  # each time from a stretch so much shorter


@dataclass(frozen=True)
class Quota:
    """How many troubles there are to be.

    Attributes:
        kills: at random moments.
        calls: kills before, or in the middle of, a call that writes.
        errors: calls that fail or fall short.
        cuts: of the power.
    """

    kills: int = 0
    calls: int = 0
    errors: int = 0
    cuts: int = 0

    def share(self, part: int, parts: int) -> Quota:
        """The share of one bench among `parts`."""

        def of(total: int) -> int:
            return total * (part + 1) // parts - total * part // parts

        return Quota(of(self.kills), of(self.calls), of(self.errors), of(self.cuts))

    @property
    def total(self) -> int:
        return self.kills + self.calls + self.errors + self.cuts


def troubles(bench: Bench, quota: Quota, draw: random.Random) -> Iterator[list[Trouble]]:
    """For each trial the trouble, and others to take where that came too late."""
    for _ in range(quota.kills):
        yield [
            Trouble("time", draw.uniform(0, bench.seconds * _EARLIER**late), draw.getrandbits(31))
            for late in range(PATIENCE)
        ]
    for number, at in enumerate(_spread(quota.calls, bench.count, draw)):
        mode = (Mode.KILL, Mode.TORN)[number % 2]
        yield _near(mode.name, at, bench.count, draw)
    for number, at in enumerate(_spread(quota.errors, bench.count, draw)):
        mode = ERRORS[(number + draw.randrange(2)) % len(ERRORS)]
        if isinstance(mode, Mode):
            yield _near(mode.name, at, bench.count, draw)
        else:
            yield [
                Trouble(
                    "limit", 1 + draw.randrange(int(bench.largest * _EARLIER**late)), draw.getrandbits(31)
                )
                for late in range(PATIENCE)
            ]
    for at in _spread(quota.cuts, len(bench.calls), draw):
        yield [Trouble("cut", at, draw.getrandbits(31))]


def _spread(count: int, calls: int, draw: random.Random) -> list[int]:
    """`count` numbers from 1 to `calls`, one drawn from each of as many equal stretches."""
    return [min(calls, 1 + int((place + draw.random()) * calls / count)) for place in range(count)]


def _near(how: str, at: int, calls: int, draw: random.Random) -> list[Trouble]:
    others = [draw.randint(1, calls) for _ in range(PATIENCE - 1)]
    return [Trouble(how, number, draw.getrandbits(31)) for number in [at, *others]]


def disturbed(bench: Bench, choices: list[Trouble], tried: list[Trouble]) -> Outcome:
    """Try the first of `choices`, or the next ones until one disturbs; `tried` gets those that were.

    Raises:
        BrokenError: something does not hold.
    """
    for trouble in choices:
        tried.append(trouble)
        outcome = bench.try_out(trouble)
        if outcome.disturbed:
            break
    return outcome
