"""Delays: each item laid down has its own line, the first right one that follows."""

from __future__ import annotations

import pytest
from bench.till.moments import event

from edge.basket.event import Kind
from edge.bench.till.delays import delays
from edge.synth import TruthEvent

BOX = (0.0, 0.0, 1.0, 1.0)


def laid(time: float, sku: str | None, kind: str = "added") -> TruthEvent:
    return TruthEvent(time, kind, sku, BOX)


def test_by_hand() -> None:
    truth = [
        laid(1.0, "a"),
        laid(2.0, "b"),
        laid(3.0, "a"),
        laid(4.0, None, "unknown"),
        laid(5, "b", "removed"),
    ]
    said = [
        (1.5, event(Kind.ADDED, "a")),
        (2.2, event(Kind.UNKNOWN, None)),  # before the stranger came: no answer to it
        (2.75, event(Kind.ADDED, "b")),
        (3.5, event(Kind.UNCERTAIN, None)),
        (4.0, event(Kind.ADDED, "a")),
        (5.25, event(Kind.UNKNOWN, None)),
        (6.0, event(Kind.REMOVED, "b")),
    ]
    found, lost = delays(truth, said, until=20)
    assert found == pytest.approx((0.5, 0.75, 1.0, 1.25))
    assert lost == 0


def test_one_line_answers_one_item() -> None:
    found, lost = delays([laid(1, "a"), laid(2, "a")], [(3.0, event(Kind.ADDED, "a"))], until=20)
    assert (found, lost) == ((2.0,), 1)


def test_a_line_that_is_not_due_yet_is_not_missed() -> None:
    assert delays([laid(8.0, "a")], [], until=10) == ((), 0)
    assert delays([laid(4.0, "a")], [], until=10) == ((), 1)


def test_nothing_is_known() -> None:
    assert delays((), [(1.0, event(Kind.ADDED, "a"))], until=10) == ((), 0)
