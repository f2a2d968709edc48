"""Basket: a fold over the ledger's events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edge.basket.event import Event, Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One product of the basket; `price_minor` and `total_minor` in minor units, None if unpriced."""

    sku: str
    name: str
    quantity: int
    price_minor: int | None
    currency: str | None

    @property
    def total_minor(self) -> int | None:
        """Price of all pieces, minor units."""
        return None if self.price_minor is None else self.price_minor * self.quantity


@dataclass(frozen=True, slots=True)
class Basket:
    """What lies there now.

    Attributes:
        lines: the known products, by SKU.
        uncertain, unknown: the last event of each item that is not settled as one product.
    """

    lines: tuple[Line, ...] = ()
    uncertain: tuple[Event, ...] = ()
    unknown: tuple[Event, ...] = ()

    @property
    def quantities(self) -> dict[str, int]:
        """Pieces by SKU."""
        return {line.sku: line.quantity for line in self.lines}

    @property
    def totals(self) -> dict[str | None, int]:
        """Sum by currency, minor units; unpriced lines are left out."""
        sums: dict[str | None, int] = {}
        for line in self.lines:
            if line.total_minor is not None:
                sums[line.currency] = sums.get(line.currency, 0) + line.total_minor
        return sums


def fold(events: Iterable[Event]) -> Basket:
    """The basket after these events: the last event of each track says what it holds."""
    last: dict[int, Event] = {}
    for event in events:
        if event.kind is Kind.REMOVED:
            last.pop(event.track, None)
        else:
            last[event.track] = event
    known = [event for event in last.values() if event.kind is Kind.ADDED]
    return Basket(
        lines=tuple(
            _line([e for e in known if e.sku == sku]) for sku in sorted({e.sku or "" for e in known})
        ),
        uncertain=tuple(e for e in last.values() if e.kind is Kind.UNCERTAIN),
        unknown=tuple(e for e in last.values() if e.kind is Kind.UNKNOWN),
    )


def _line(same: list[Event]) -> Line:
    newest = max(same, key=lambda event: event.sequence)
    return Line(newest.sku or "", newest.name or "", len(same), newest.price_minor, newest.currency)
