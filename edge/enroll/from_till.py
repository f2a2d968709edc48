"""From the till: what a camera there saw of an item, as a photo to enrol."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.basket.event import Event, Kind
from edge.basket.ledger import read
from edge.enroll.one_photo import Prepared, shown_name, thumbnail
from edge.enroll.stored_crop import open_crop, unpack
from edge.photo.item import ItemInPhoto
from edge.photo.quality import measure
from gallery.errors import InputError


@dataclass(frozen=True, slots=True)
class TillPhoto:
    """The picture that a ledger keeps of one item.

    Attributes:
        events: the ledger's file.
        event: the last one of the item that tells what it was taken for.
    """

    events: Path
    event: Event

    @property
    def source(self) -> str:
        """Where it came from, for people: the ledger's name and the item's number."""
        return f"{shown_name(self.events)}#{self.event.track}"

    def prepare(self, size: tuple[int, int]) -> Prepared:
        """Make it ready to be embedded.

        Args:
            size: height and width of the embedder's input, pixels.

        Raises:
            InputError: the event has no picture, or a broken one.
        """
        picture = self.event.picture
        if not picture:
            raise InputError(f"{self.source}: the event has no picture", "name another --track")
        try:
            image, mask = open_crop(picture)
            crop = unpack(picture, size)
        except InputError as error:
            raise InputError(f"{self.source}: {error.problem}", "name another --track") from None
        whole = ItemInPhoto((0.0, 0.0, float(image.shape[1]), float(image.shape[0])), mask, "whole photo")
        return Prepared(
            source=self.source,
            crop=crop,
            thumbnail=thumbnail(crop),
            stored=picture,
            sha256=hashlib.sha256(picture).hexdigest(),
            how="mask",  # the till has found it, and cut it out
            faults=measure(image, whole).faults,
            origin="till",
        )


def till_photos(events: Path, tracks: Sequence[int]) -> list[TillPhoto]:
    """The pictures of some items of a ledger, each of its last event but its removal.

    Args:
        events: a file written by `run --events`.
        tracks: the items' numbers; one named twice counts once.

    Raises:
        InputError: the file is no ledger, or has no such item.
    """
    last: dict[int, Event] = {}
    for event in read(events):
        if event.kind is not Kind.REMOVED or event.track not in last:
            last[event.track] = event
    wanted = list(dict.fromkeys(tracks))
    missing = [track for track in wanted if track not in last]
    if missing:
        there = ", ".join(map(str, sorted(last)[:20])) or "none"
        raise InputError(f"{events} has no track {missing[0]}", f"its tracks are: {there}")
    return [TillPhoto(events, last[track]) for track in wanted]
