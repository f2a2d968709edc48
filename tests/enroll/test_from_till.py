from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from enroll.pictures import scene

from edge.basket.event import Event, Kind
from edge.enroll.from_till import till_photos
from gallery.errors import InputError


def event(sequence: int, kind: Kind, track: int, sku: str | None = None, seed: int = 0) -> Event:
    picture = cv2.imencode(".jpg", scene(seed, 64, 64), [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    return Event(sequence, kind, track, sku, sku, None, None, 0.5, (), 0, 0.0, (0, 0, 1, 1), picture)


def ledger(path: Path, *events: Event) -> Path:
    path.write_text("".join(one.to_json() + "\n" for one in events), "utf-8")
    return path


def test_the_last_event_of_an_item_but_its_removal_is_taken(tmp_path: Path) -> None:
    path = ledger(
        tmp_path / "events.jsonl",
        event(0, Kind.UNKNOWN, 1, seed=1),
        event(1, Kind.UNCERTAIN, 1, seed=2),
        event(2, Kind.ADDED, 2, "cola", seed=3),
        event(3, Kind.REMOVED, 1, seed=4),
    )
    one, two = till_photos(path, [2, 1, 2])
    assert (one.event.sequence, one.event.sku, one.source) == (2, "cola", "events.jsonl#2")
    assert (two.event.sequence, two.source) == (1, "events.jsonl#1")


def test_a_picture_becomes_a_view_that_says_where_it_is_from(tmp_path: Path) -> None:
    (photo,) = till_photos(ledger(tmp_path / "e.jsonl", event(0, Kind.UNKNOWN, 5)), [5])
    ready = photo.prepare((64, 64))
    assert np.array_equal(ready.crop, photo.event.image()), "of the embedder's size: not scaled"
    view = ready.view(np.eye(8, dtype=np.float32)[0])
    assert (view.origin, view.source, view.crop) == ("till", "e.jsonl#5", photo.event.picture)
    assert view.photo_hash == hashlib.sha256(photo.event.picture).hexdigest()
    assert photo.prepare((32, 48)).crop.shape == (32, 48, 3)


def test_an_item_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = ledger(tmp_path / "e.jsonl", event(0, Kind.UNKNOWN, 5), event(1, Kind.UNKNOWN, 9))
    with pytest.raises(InputError, match="no track 7") as caught:
        till_photos(path, [7])
    assert "5, 9" in caught.value.remedy
    with pytest.raises(InputError, match=r"none\.jsonl"):
        till_photos(tmp_path / "none.jsonl", [1])


@pytest.mark.parametrize("picture", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut"])
def test_an_event_without_a_picture_is_refused_by_name(tmp_path: Path, picture: bytes) -> None:
    bad = dataclasses.replace(event(0, Kind.UNKNOWN, 5), picture=picture)
    (photo,) = till_photos(ledger(tmp_path / "e.jsonl", bad), [5])
    with pytest.raises(InputError, match=r"e\.jsonl#5"):
        photo.prepare((64, 64))
