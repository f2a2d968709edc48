"""Script: what happens at a till, in what order and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edge.synth.package import Package
from edge.synth.shop import Shop
from gallery.errors import InputError

PUT, TAKE, MOVE, COVER = "put", "take", "move", "cover"
_LENGTH = {PUT: 2.0, TAKE: 2.0, MOVE: 2.9, COVER: 2.2}
_BEFORE = 2.2
_AFTER = 1.6
_LEAST_PAUSE = 0.35


@dataclass(frozen=True, slots=True)
class TruthEvent:
    """Something that really happened on the tray.

    Attributes:
        time: seconds; when the hand let go, when it lifted the item, or when it began to cover it.
        kind: added, removed, unknown (a stranger was put down), unknown_removed, moved or covered.
        sku: of a product the shop sells; None for a stranger.
        box: x1 y1 x2 y2, pixels, where the item lies (for removed ones: lay).
    """

    time: float
    kind: str
    sku: str | None
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Act:
    """One visit of a hand.

    Attributes:
        kind: put, take, move or cover.
        item: number of the item it is about, in order of being put down.
        start: seconds, when the hand enters.
        length: seconds it stays in the picture.
    """

    kind: str
    item: int
    start: float
    length: float


def choose_items(shop: Shop, count: int, rng: np.random.Generator) -> tuple[Package, ...]:
    """What the customer brings: one product twice, a pair of look-alikes, strangers, and others."""
    strangers = list(shop.strangers[: 2 if count >= 6 else int(count >= 3)])
    known = count - len(strangers)
    first = int(rng.integers(len(shop.look_alikes))) if shop.look_alikes else 0
    pair = shop.look_alikes[first] if shop.look_alikes and known >= 4 else ()
    chosen = [package for package in shop.products if package.sku in pair]
    rest = [package for package in shop.products if package.sku not in pair]
    rest = [rest[int(k)] for k in rng.permutation(len(rest))]
    twice = [rest[0]] if known >= 5 and rest else []
    chosen += (rest * (known // max(1, len(rest)) + 1) if rest else list(shop.products) * known)[
        : known - len(chosen) - len(twice)
    ]
    chosen += twice
    order = [chosen[int(k)] for k in rng.permutation(len(chosen))]
    for stranger, place in zip(strangers, (len(order) // 3, 2 * len(order) // 3 + 1), strict=False):
        order.insert(place, stranger)
    return tuple(order)


def write_script(
    count: int, strangers: list[int], duration: float, rng: np.random.Generator
) -> tuple[Act, ...]:
    """Put `count` items down; on the way move one, cover one, take a product (maybe a stranger) back.

    Args:
        count: items put down.
        strangers: which of them the shop does not sell.
        duration: seconds of the recording.
        rng: chooses.

    Raises:
        InputError: there is not enough time.
    """
    steps = _steps(count, strangers, rng)
    busy = sum(_LENGTH[kind] for kind, _ in steps)
    pause = (duration - _BEFORE - _AFTER - busy) / max(1, len(steps) - 1)
    if pause < _LEAST_PAUSE:
        least = _BEFORE + _AFTER + busy + _LEAST_PAUSE * (len(steps) - 1)
        raise InputError(
            f"{count} items cannot be put down within {duration:g} s",
            f"give a duration of {least:.0f} s or more",
        )
    acts, time = [], _BEFORE
    for kind, item in steps:
        acts.append(Act(kind, item, time, _LENGTH[kind]))
        time += _LENGTH[kind] + pause
    return tuple(acts)


def _steps(count: int, strangers: list[int], rng: np.random.Generator) -> list[tuple[str, int]]:
    steps = [(PUT, item) for item in range(count)]
    known = [item for item in range(count) if item not in strangers]
    if count >= 4 and len(known) >= 3:
        moved, covered, taken = (
            (known[int(k)] for k in np.sort(rng.permutation(len(known) - 1)[:3])) if len(known) > 3 else known
        )
        _insert(steps, (MOVE, moved), max(moved + 2, count // 2))
        _insert(steps, (COVER, covered), max(covered + 2, count // 2 + 1))
        _insert(steps, (TAKE, taken), count)
    if len(strangers) > 1 and rng.random() < 0.5:
        steps.append((TAKE, strangers[0]))
    return steps


def _insert(steps: list[tuple[str, int]], step: tuple[str, int], after_puts: int) -> None:
    """Insert a step once `after_puts` items are down, after any steps already there."""
    puts = 0
    for place, (kind, _) in enumerate(steps):
        if kind == PUT and puts >= min(after_puts, sum(k == PUT for k, _ in steps)):
            steps.insert(place, step)
            return
        puts += kind == PUT
    steps.append(step)
