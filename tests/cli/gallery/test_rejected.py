from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from enroll.pictures import save, scene
from typer.testing import Result

from edge.basket.event import Event, Kind
from gallery.store import Gallery

Call = Callable[..., Result]


@pytest.fixture
def reject(enrolled: Call, model: Path) -> Call:
    return lambda *arguments: enrolled("gallery", "reject", *arguments, "--model", model)


def negatives(sku: str | None) -> list[tuple[str, str]]:
    with Gallery.inspect("shop.gallery") as opened:
        return [(view.source, view.origin) for view in opened.negatives(sku)]


def picture(seed: int) -> bytes:
    return cv2.imencode(".jpg", scene(seed))[1].tobytes()


def ledger(path: Path, seeds: dict[int, int]) -> Path:
    events = [
        Event(
            n, Kind.ADDED, track, "sku-0", None, None, None, 0.9, (), n, 0.1 * n, (0, 0, 9, 9), picture(seed)
        )
        for n, (track, seed) in enumerate(seeds.items())
    ]
    path.write_text("".join(event.to_json() + "\n" for event in events))
    return path


def test_photos_and_folders_of_what_a_product_is_not(reject: Call, enrolled: Call, tmp_path: Path) -> None:
    save(tmp_path / "not.png", scene(500))
    for number in range(2):
        save(tmp_path / "more" / f"{number}.jpg", scene(600 + number))
    result = reject("sku-1", "not.png", "more", "--reason", "taken for bread")
    assert result.exit_code == 0
    assert "3 views kept as not sku-1" in result.stderr
    assert negatives("sku-1") == [("not.png", "photo"), ("0.jpg", "photo"), ("1.jpg", "photo")]
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.log(1)[0].reason == "taken for bread"
        kept = [one for one in opened.live_views() if one.role == "not"]
        assert all(one.crop_bytes for one in kept)
    again = reject("sku-1", "not.png", "not.png")
    assert "0 views kept as not sku-1, 1 were there" in again.stderr
    shown = enrolled("gallery", "show", "sku-1", "--thumbnails", "seen")
    assert shown.stdout.count("  not ") == 3
    assert len(list(Path("seen").glob("not-*.jpg"))) == 3
    told = json.loads(enrolled("gallery", "show", "sku-1", "--json").stdout)
    assert [view["source"] for view in told["negatives"]] == ["not.png", "0.jpg", "1.jpg"]


def test_the_background_and_back(reject: Call, enrolled: Call, tmp_path: Path) -> None:
    save(tmp_path / "hand.jpg", scene(700))
    assert "1 view kept as background" in reject("--background", "hand.jpg").stderr
    assert negatives(None) == [("hand.jpg", "photo")]
    assert enrolled("gallery", "unreject", "--background", input="n\n").exit_code == 1
    assert enrolled("gallery", "unreject", "--background", input="").exit_code == 2
    done = enrolled("gallery", "unreject", "--background", "-y", "--reason", "no hand")
    assert "1 rejected view of the background taken back" in done.stderr
    assert negatives(None) == []
    assert enrolled("gallery", "rollback", "-1", "-y").exit_code == 0
    assert negatives(None) == [("hand.jpg", "photo")]


def test_nothing_to_take_back_is_told_of(enrolled: Call) -> None:
    for what, named in (("sku-1", "sku-1"), ("--background", "the background")):
        result = enrolled("gallery", "unreject", what, "-y")
        assert result.exit_code == 2
        assert f"nothing is rejected as {named}" in str(result.exception)
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.version == 1


def test_what_a_till_saw(reject: Call, tmp_path: Path) -> None:
    ledger(tmp_path / "events.jsonl", {3: 800, 7: 801, 9: 802})
    result = reject("sku-0", "--events", "events.jsonl", "--track", 7, "--track", 9)
    assert "2 views kept as not sku-0" in result.stderr
    assert negatives("sku-0") == [("events.jsonl#7", "till"), ("events.jsonl#9", "till")]
    with Gallery.inspect("shop.gallery") as opened:
        first = opened.negatives("sku-0")[0]
    assert first.photo_hash == hashlib.sha256(picture(801)).hexdigest()
    assert reject("sku-0", "--events", "events.jsonl", "--track", 4).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "no product"),
        (["sku-0"], "no photo"),
        (["--background"], "no photo"),
        (["sku-0", "none.jpg"], "none.jpg"),
        (["sku-0", "empty"], "has no photo"),
        (["sku-9", "products/sku-1/0.jpg"], "'sku-9'"),
        (["sku-0", "products/sku-0/0.jpg"], "is enrolled as"),
        (["--background", "products/sku-0/0.jpg"], "is enrolled as"),
        (["sku-0", "--events", "events.jsonl"], "--track"),
        (["sku-0", "--track", "1"], "--events"),
        (["sku-0", "--events", "none.jsonl", "--track", "1"], "none.jsonl"),
    ],
)
def test_mistakes_change_nothing(reject: Call, arguments: list[str], part: str) -> None:
    Path("empty").mkdir()
    result = reject(*arguments)
    assert result.exit_code == 2
    assert part in str(result.exception)
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.version == 1


def test_unreject_wants_one_thing(enrolled: Call) -> None:
    assert enrolled("gallery", "unreject").exit_code == 2
    assert enrolled("gallery", "unreject", "sku-0", "--background").exit_code == 2
    assert enrolled("gallery", "unreject", "sku-9").exit_code == 2
