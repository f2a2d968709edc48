"""Pipeline: frame → crop → embedding → match → decision → basket event."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge import threads
from edge.basket import Basket
from edge.basket.event import Event, Kind
from edge.basket.ledger import Ledger
from edge.crop_room import CropRoom
from edge.detections import Detections
from edge.embed import Embedder
from edge.frame import Frame
from edge.fuse import Sharpness
from edge.item import Item, whole_pixels
from edge.latency import Latency
from edge.localise import Localiser
from edge.roster import Change, Roster
from edge.settings import TillSettings
from edge.timing import Stage, Stopwatch, Timing
from edge.track import Sight, Track, Tracker
from edge.view_of import item_crop
from gallery import Decision, Recogniser

HAND = 0.005
"""Part of the frame that must be hidden for a hand to be at work; less is noise that flickers."""

REFRESH_EVERY = 0.2
"""Seconds of this machine's clock between two questions whether the gallery has changed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known after one frame.

    Attributes:
        frame: the frame.
        items: what lies there, the newest last.
        events: what has just changed.
        basket: what it all adds up to.
        looks: how many items were embedded.
        timing: where the time went.
    """

    frame: Frame
    items: tuple[Item, ...]
    events: tuple[Event, ...]
    basket: Basket
    looks: int
    timing: Timing

    @property
    def latency(self) -> float:
        """Seconds from the frame's arrival to this decision."""
        return self.timing.latency


@dataclass(frozen=True, slots=True)
class Look:
    """One sight of one item: the track's item, and its crop (uint8 `[H, W, 3]`, BGR; of this frame alone)."""

    item: Item
    crop: NDArray[np.uint8]


class Till:
    """Turns frames into basket events. To make one settles this process's `edge.threads`."""

    def __init__(
        self,
        localiser: Localiser,
        embedder: Embedder,
        recogniser: Recogniser,
        ledger: Ledger,
        settings: TillSettings | None = None,
    ) -> None:
        threads.settle()
        self.localiser = localiser
        self.embedder = embedder
        self.recogniser = recogniser
        self.ledger = ledger
        self.settings = settings or TillSettings()
        self.tracker = Tracker()
        self.roster = Roster(self.settings)
        self.latency = Latency()
        self._stopwatch = Stopwatch()
        self._size = (embedder.card.height, embedder.card.width)
        self._room = CropRoom(*self._size)
        self._sharpness = Sharpness(*self._size)
        self._searched: tuple[int, list[NDArray[np.float32]]] = (-1, [])
        self._found: list[Decision] = []
        self._alike = embedder.card.distance_threshold
        self._last: Frame | None = None
        self._basket = Basket()
        self._next_refresh = 0.0

    def watch(self, frames: Iterable[Frame]) -> Iterator[Moment]:
        """Every frame's outcome; closing the iterator early loses nothing that was decided."""
        for frame in frames:
            yield self.see(frame)

    def see(self, frame: Frame) -> Moment:
        """One frame, all the way to the basket."""
        watch = self._stopwatch
        watch.start()
        self._follow_gallery()
        watch.lap(Stage.REFRESH)
        if self.settings.stills:
            self._turn_page(frame)
        detections = self.localiser.locate(frame)
        watch.lap(Stage.LOCALISE)
        tracks = self.tracker.update(detections, frame.time)
        watch.lap(Stage.TRACK)
        looks = self._crop(frame, detections, tracks)
        watch.lap(Stage.CROP)
        embeddings = self._embed(looks)
        watch.lap(Stage.EMBED)
        exchanged = self._fuse(looks, embeddings, frame.time)
        watch.lap(Stage.FUSE)
        decisions = self._search()
        watch.lap(Stage.SEARCH)
        changes = exchanged + self.roster.settle(decisions, self._alike, frame.time)
        watch.lap(Stage.DECIDE)
        events = self._publish(changes, frame)
        watch.lap(Stage.PUBLISH)
        self._last = frame
        timing = watch.timing(frame.grabbed)
        self.latency.add(timing.latency)
        return Moment(frame, tuple(self.roster.here.values()), events, self._basket, len(looks), timing)

    def finish(self) -> tuple[Event, ...]:
        """Publish what the end of the source leaves owed: items just put down, items just taken."""
        if self._last is None:
            return ()
        owed = self.roster.undecided()
        found = self._recognised([item.looks.vector for item in owed], [True] * len(owed))
        for item, decision in zip(owed, found, strict=True):
            item.decision = decision
        return self._publish(self.roster.close(self._alike), self._last)

    def _turn_page(self, frame: Frame) -> None:
        self._publish(self.roster.clear(), frame)
        self.tracker = Tracker()

    def _follow_gallery(self) -> None:
        now = clock.monotonic()
        if now >= self._next_refresh:
            self._next_refresh = now + REFRESH_EVERY
            self.recogniser.refresh()

    def _crop(self, frame: Frame, detections: Detections, tracks: tuple[Track, ...]) -> list[Look]:
        self.roster.follow(tracks, _hand_in(detections), frame.time)
        looks: list[Look] = []
        for track in tracks:
            if track.sight is not Sight.VISIBLE:
                continue
            item = self.roster.here[track.id]
            if item.covered or track.nudged:
                self.roster.doubtful(track, self._cut(frame, track, len(looks)))
            if self.roster.wants_look(track, frame.time):
                looks.append(Look(item, self._cut(frame, track, len(looks))))
        return looks

    def _cut(self, frame: Frame, track: Track, number: int) -> NDArray[np.uint8]:
        return item_crop(frame.image, track.box, self._size, track.mask, self._room.place(number))

    def _embed(self, looks: list[Look]) -> NDArray[np.float32]:
        if not looks:
            return self._nothing()
        return self.embedder.embed(self._room.first(len(looks)))

    def _fuse(self, looks: list[Look], embeddings: NDArray[np.float32], time: float) -> list[Change]:
        for look, embedding in zip(looks, embeddings, strict=True):
            look.item.look(embedding, look.crop, self._sharpness.of(look.crop))
            look.item.last_look = time
        return self.roster.exchanged(self._alike)

    def _search(self) -> list[Decision]:
        """The decisions of all undecided items; those of the last frame where nothing asked has changed."""
        undecided = self.roster.undecided()
        vectors = [item.looks.vector for item in undecided]
        version, last = self._searched
        same = version == self.recogniser.version and len(vectors) == len(last)
        if not same or any(one is not other for one, other in zip(vectors, last, strict=True)):
            self._searched = self.recogniser.version, vectors
            self._found = self._recognised(vectors, [self.roster.gives_up(item) for item in undecided])
        return self._found

    def _recognised(self, vectors: list[NDArray[np.float32]], final: list[bool]) -> list[Decision]:
        return self.recogniser.recognise(np.stack(vectors) if vectors else self._nothing(), final)

    def _nothing(self) -> NDArray[np.float32]:
        return np.zeros((0, self.embedder.card.dimension), np.float32)

    def _publish(self, changes: list[Change], frame: Frame) -> tuple[Event, ...]:
        events = tuple(self._event(kind, item, frame, n) for n, (kind, item) in enumerate(changes))
        self.ledger.append(events)
        if events:
            self._basket = self.ledger.basket
        return events

    def _event(self, kind: Kind, item: Item, frame: Frame, offset: int) -> Event:
        product = self.recogniser.product(item.sku) if item.sku else None
        return Event(
            sequence=len(self.ledger.events) + offset,
            kind=kind,
            track=item.number,
            sku=item.sku,
            name=product.title if product else None,
            price_minor=product.price_minor if product else None,
            currency=product.currency if product else None,
            confidence=item.decision.confidence if item.decision else 0.0,
            candidates=item.decision.candidates if item.decision else (),
            frame=frame.index,
            time=frame.time,
            box=whole_pixels(item.box),
            picture=item.picture,
        )


def _hand_in(detections: Detections) -> bool:
    hidden = detections.hidden
    return hidden is not None and hidden.pixels() > HAND * hidden.size[0] * hidden.size[1]
