"""Delays: how long after an item was laid down its line came onto the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edge.basket.event import Event, Kind
from edge.synth import TruthEvent

_LINES = {"added": Kind.ADDED, "unknown": Kind.UNKNOWN}


def delays(
    truth: Iterable[TruthEvent], said: Sequence[tuple[float, Event]], until: float
) -> tuple[tuple[float, ...], int]:
    """Match each item laid down with the first right line that follows and answers no other.

    Args:
        truth: what happened.
        said: the till's events and when each was published, seconds of the scene, in order.
        until: seconds of the scene that were shown; an item of the last `PATIENCE` is not asked after.

    Returns:
        Seconds from letting go to publishing, of each item found; and how many have no right line.
    """
    left = list(said)
    found, lost = [], 0
    for happened in truth:
        kind = _LINES.get(happened.kind)
        if kind is None or happened.time > until - PATIENCE:
            continue
        line = next((line for line in left if _answers(line, kind, happened)), None)
        if line is None:
            lost += 1
            continue
        left.remove(line)
        found.append(line[0] - happened.time)
    return tuple(found), lost


PATIENCE = 6.0
"""Seconds within which a line must have come for an item near the end to be counted as lost without it.

A stranger takes six looks, and may wait for the hand to go (`TillSettings.hold`).
"""


def _answers(line: tuple[float, Event], kind: Kind, happened: TruthEvent) -> bool:
    at, event = line
    return at >= happened.time and event.kind is kind and event.sku == happened.sku
