"""Roster: which item each track is, and what must be published of it.

The tracker knows places; the roster knows identities. It is what keeps an item that is carried to
another place from being counted twice, and what notices an item exchanged under a hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from edge.basket.event import Kind
from edge.item import Item
from edge.settings import TillSettings
from edge.track import Sight, Track
from gallery import Decision, Verdict

_KINDS = {Verdict.ACCEPT: Kind.ADDED, Verdict.ASK: Kind.UNCERTAIN, Verdict.UNKNOWN: Kind.UNKNOWN}

Change = tuple[Kind, Item]


class Roster:
    """All items that lie there, and those that went missing and may turn up again."""

    def __init__(self, settings: TillSettings) -> None:
        self.settings = settings
        self.here: dict[int, Item] = {}
        self.missing: list[Item] = []
        self._count = 0
        self._last_hand = float("-inf")

    def follow(self, tracks: Iterable[Track], hand: bool, time: float) -> None:
        """Take over the tracker's view of one frame; `hand` says whether anything moves in it."""
        if hand:
            self._last_hand = time
        for track in tracks:
            if track.sight is Sight.GONE:
                self._miss(track.id, time)
                continue
            item = self.here.setdefault(track.id, Item(box=track.box))
            item.box = track.box
            item.covered = item.covered or track.sight is Sight.HIDDEN

    def doubtful(self, track: Track, crop: NDArray[np.uint8]) -> None:
        """Have an item looked at anew when it was nudged or uncovered and does not look the same."""
        item = self.here[track.id]
        if (
            (item.covered or track.nudged)
            and item.published
            and item.fresh is None
            and item.looks_changed(crop)
        ):
            item.fresh = Item(box=item.box)
        item.covered = False

    def wants_look(self, track: Track, time: float) -> bool:
        """Whether another look at this track could still change what is published."""
        rules = self.settings
        return self.here[track.id].wants_look(
            time, rules.look_every, rules.looks_to_accept, rules.looks_to_give_up
        )

    def clear(self) -> list[Change]:
        """Forget everything: what lies in the next frame has nothing to do with what lay in the last."""
        gone = [item for item in self.here.values() if item.published] + self.missing
        self.here, self.missing = {}, []
        return [(Kind.REMOVED, item) for item in gone]

    def undecided(self) -> list[Item]:
        """Items with a look, whose product is not settled."""
        return [item for item in self.here.values() if len(item.looks) and item.published is not Kind.ADDED]

    def settle(self, decisions: Sequence[Decision], distance: float, time: float) -> list[Change]:
        """Say what is new, given the decisions of `undecided()`, in its order.

        Args:
            decisions: one for each undecided item.
            distance: L2 distance of two unit vectors up to which two items are one.
            time: seconds.
        """
        changes: list[Change] = []
        for item, decision in zip(self.undecided(), decisions, strict=True):
            item.decision = decision
            changes += self._publish(item, distance, time)
        return changes + self._removed(time)

    def close(self, distance: float) -> list[Change]:
        """What is still owed when the source ends: items with a look, and removals."""
        changes: list[Change] = []
        for item in self.undecided():
            if item.decision is not None:
                changes += self._announce(item, distance)
        gone, self.missing = self.missing, []
        return changes + [(Kind.REMOVED, item) for item in gone]

    def _miss(self, track: int, time: float) -> None:
        item = self.here.pop(track, None)
        if item is not None and item.published:
            item.missing_since = time
            self.missing.append(item)

    def _publish(self, item: Item, distance: float, time: float) -> list[Change]:
        if not self._firm(item):
            return []
        if item.published is None and self._may_clear_up(item, distance, time):
            item.waiting_since = time if item.waiting_since is None else item.waiting_since
            if time - item.waiting_since < self.settings.hold:
                return []
        return self._announce(item, distance)

    def _firm(self, item: Item) -> bool:
        if item.decision is None:
            return False
        accepted = item.decision.verdict is Verdict.ACCEPT
        return self.gives_up(item) or (accepted and len(item.looks) >= self.settings.looks_to_accept)

    def gives_up(self, item: Item) -> bool:
        """Whether a refusal of this item would be published now, as far as looks go."""
        return len(item.looks) >= self.settings.looks_to_give_up or item.published is not None

    def _announce(self, item: Item, distance: float) -> list[Change]:
        if item.published is None:
            self._take_over(item, distance)
        kind = _KINDS[item.decision.verdict] if item.decision is not None else Kind.UNKNOWN
        if (kind, item.looks_as_sku) == (item.published, item.sku):
            return []
        if not item.number:
            self._count += 1
            item.number = self._count
        item.published, item.sku = kind, item.looks_as_sku
        return [(kind, item)]

    def _take_over(self, item: Item, distance: float) -> None:
        """An item that went missing and lies elsewhere now is the same item: it keeps its number."""
        alike = [old for old in self.missing if item.is_like(old, distance)]
        if not alike:
            return
        old = min(alike, key=lambda other: float(np.linalg.norm(item.looks.vector - other.looks.vector)))
        self.missing = [other for other in self.missing if other is not old]
        item.number, item.published, item.sku = old.number, old.published, old.sku
        if old.published is Kind.ADDED and item.looks_as_sku is None:
            item.decision = old.decision

    def _may_clear_up(self, item: Item, distance: float, time: float) -> bool:
        """Whether waiting may tell more: a hand's shadow goes with it, a covered twin may be the same."""
        at_work = time - self._last_hand < self.settings.quiet
        return (at_work and item.looks_as_sku is None) or self._twin_is_covered(item, distance)

    def _twin_is_covered(self, item: Item, distance: float) -> bool:
        others = (other for other in self.here.values() if other is not item and other.published)
        return any(other.covered and item.is_like(other, distance) for other in others)

    def exchanged(self, distance: float) -> list[Change]:
        """Items exchanged for another under a hand: the old one is removed, the new one begins."""
        changes: list[Change] = []
        for track, item in list(self.here.items()):
            fresh = item.fresh
            if fresh is None or len(fresh.looks) < self.settings.looks_to_accept:
                continue
            item.fresh, item.seen_as = None, fresh.seen_as
            if np.linalg.norm(fresh.looks.vector - item.looks.vector) > distance:
                fresh.box, fresh.last_look = item.box, item.last_look
                changes.append((Kind.REMOVED, item))
                self.here[track] = fresh
        return changes

    def _removed(self, time: float) -> list[Change]:
        gone = [item for item in self.missing if self._is_taken(item, time)]
        self.missing = [item for item in self.missing if all(item is not other for other in gone)]
        return [(Kind.REMOVED, item) for item in gone]

    def _is_taken(self, item: Item, time: float) -> bool:
        """Whether a missing item may be given up: nobody is at work, and nothing new may be it."""
        since = time if item.missing_since is None else item.missing_since
        if time - since >= self.settings.carry:
            return True
        newcomer = any(other.published is None for other in self.here.values())
        return not newcomer and time - max(since, self._last_hand) >= self.settings.quiet
