from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from enroll.pictures import save, scene
from typer.testing import Result

from edge.basket.event import Event, Kind
from gallery.errors import GateError
from gallery.store import Gallery
from gallery.verdict import Word

Call = Callable[..., Result]


def told(result: Result) -> dict[str, dict[str, object]]:
    return {one["sku"]: one for one in json.loads(result.stdout)["products"]}


@pytest.fixture
def varied(tmp_path: Path) -> Path:
    """Two products of clear colours, six photos each, and one of one photo."""
    for number, (sku, colour) in enumerate({"red": (30, 30, 220), "blue": (220, 60, 30)}.items()):
        for photo in range(6):
            rng = np.random.default_rng(10 * number + photo)
            image = np.clip(rng.normal(0, 18, (96, 128, 3)) + colour, 0, 255).astype(np.uint8)
            image[10 + 4 * photo :: 7] = rng.integers(0, 255, 3)
            save(tmp_path / "varied" / sku / f"{photo}.png", image)
    save(tmp_path / "varied" / "one" / "front.png", scene(5))
    return tmp_path / "varied"


def test_json_has_a_verdict_a_product_and_says_what_was_enrolled(
    call: Call, model: Path, varied: Path
) -> None:
    result = call("enroll", varied, "--model", model, "--json")
    head = json.loads(result.stdout)
    assert (head["gallery"], head["enrolled"], head["version"]) == ("shop.gallery", True, 1)
    products = told(result)
    assert set(products) == {"blue", "one", "red"}
    assert products["one"]["verdict"] != Word.GOOD.value
    assert (products["one"]["views"], products["one"]["accuracy"]) == (1, None)
    assert products["red"]["new_views"] == 6


def test_strict_enrols_nothing_and_exits_with_6(call: Call, model: Path, varied: Path) -> None:
    result = call("enroll", varied, "--model", model, "--strict", "--json", "--report", "v.html")
    assert result.exit_code == 6
    assert isinstance(result.exception, GateError)
    assert "one (" in result.exception.problem
    assert "nothing was enrolled" in result.exception.remedy
    assert json.loads(result.stdout)["enrolled"] is False
    assert 'id="one"' in Path("v.html").read_text("utf-8")
    assert sorted(path.name for path in varied.parent.iterdir()) == ["v.html", "varied"]


def test_no_usable_photo_leaves_no_gallery_behind(call: Call, model: Path, tmp_path: Path) -> None:
    (tmp_path / "bad" / "a").mkdir(parents=True)
    (tmp_path / "bad" / "a" / "0.jpg").write_bytes(b"no photo")
    result = call("enroll", "bad", "--model", model)
    assert result.exit_code == 2
    assert "nothing was enrolled" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


@pytest.mark.parametrize(("report", "part"), [("nope/x.html", "nope does not exist"), ("varied", "a folder")])
def test_a_report_that_cannot_be_written_is_told_of_before_anything_is_enrolled(
    call: Call, model: Path, varied: Path, report: str, part: str
) -> None:
    result = call("enroll", varied, "--model", model, "--report", report)
    assert result.exit_code == 2
    assert part in str(result.exception)
    assert not Path("shop.gallery").exists()
    call("enroll", varied, "--model", model)
    assert part in str(call("gallery", "check", "--model", model, "--report", report).exception)


def test_a_command_to_paste_is_never_broken_into_two_lines(
    call: Call, model: Path, varied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for path in sorted((varied / "red").iterdir()):
        image = cv2.imread(str(path)).astype(int) + 2
        save(varied / "ruby" / path.name, np.clip(image, 0, 255).astype(np.uint8))
    command = "`checkout-edge gallery group NAME red ruby --gallery a-shop.gallery`"
    told = call("enroll", varied, "--model", model, "--gallery", "a-shop.gallery").stdout
    assert command in told
    assert max(len(line) for line in told.splitlines() if "│" in line) <= 60
    assert command in call("gallery", "check", "--model", model, "--gallery", "a-shop.gallery").stdout


def test_a_gallery_in_a_folder_that_is_not_there(call: Call, model: Path, varied: Path) -> None:
    result = call("enroll", varied, "--model", model, "--gallery", "nope/shop.gallery")
    assert result.exit_code == 2
    assert "does not exist" in str(result.exception)


def test_remedies_name_the_gallery_unless_commands_take_it(
    call: Call, model: Path, varied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red again under another name: look-alikes, for which a group is proposed."""
    shutil.copytree(varied / "red", varied / "ruby")
    for path in (varied / "ruby").iterdir():
        image = cv2.imread(str(path)).astype(int) + 2
        save(path, np.clip(image, 0, 255).astype(np.uint8))

    def said(*options: object) -> str:
        command = ["enroll", varied, "--model", model, *options]
        return " ".join(call(*command).stdout.split())

    assert "group NAME red ruby`" in said()
    assert "group NAME red ruby --gallery other.gallery`" in said("--gallery", "other.gallery")
    refused = said("--gallery", "third.gallery", "--strict")
    assert "enrol them without --strict and have the till ask: `checkout-edge gallery group" in refused
    assert "rollback" not in refused
    monkeypatch.setenv("CHECKOUT_EDGE_GALLERY", "other.gallery")
    assert "group NAME red ruby --gallery shop.gallery`" in said("--gallery", "shop.gallery")
    suggested = call("gallery", "groups", "--suggest").stdout
    assert suggested.rstrip().endswith("--gallery other.gallery")


def test_strict_judges_in_the_gallery_as_it_would_be(call: Call, model: Path, varied: Path) -> None:
    """What is enrolled already stays, and judges the newcomer: red again under another name is refused."""
    assert call("enroll", varied / "red", "--sku", "red", "--model", model).exit_code == 0
    twin = varied / "twin"
    for photo in range(6):
        image = cv2.imread(str(varied / "red" / f"{photo}.png"))
        save(twin / f"{photo}.png", np.clip(image.astype(int) + 2, 0, 255).astype(np.uint8))
    result = call("enroll", twin, "--sku", "twin", "--model", model, "--strict")
    assert result.exit_code == 6
    assert "twin (confused)" in str(result.exception)
    assert "Confused with red" in " ".join(result.stdout.split())
    with Gallery.inspect("shop.gallery") as opened:
        assert [product.sku for product in opened.products()] == ["red"]


def test_the_reason_is_in_the_log(call: Call, model: Path, varied: Path) -> None:
    call("enroll", varied, "--model", model, "--reason", "the assortment of May")
    with Gallery.inspect("shop.gallery") as opened:
        assert (opened.log()[0].action, opened.log()[0].reason) == ("enroll", "the assortment of May")


def ledger(path: Path, *events: tuple[Kind, int, str | None]) -> Path:
    lines = []
    for number, (kind, track, sku) in enumerate(events):
        picture = cv2.imencode(".jpg", scene(30 + number, 32, 32), [cv2.IMWRITE_JPEG_QUALITY, 90])[
            1
        ].tobytes()
        event = Event(number, kind, track, sku, sku, None, None, 0.5, (), 0, 0.0, (0, 0, 9, 9), picture)
        lines.append(event.to_json() + "\n")
    path.write_text("".join(lines), "utf-8")
    return path


def test_what_a_till_has_seen_is_enrolled_and_marked(
    call: Call, model: Path, varied: Path, tmp_path: Path
) -> None:
    call("enroll", varied, "--model", model)
    events = ledger(tmp_path / "events.jsonl", (Kind.UNKNOWN, 7, None), (Kind.ADDED, 9, "blue"))
    learn = ["enroll", events, "--track", 7, "--track", 9, "--sku", "one", "--model", model]
    result = call(*learn, "--json")
    assert result.exit_code == 0
    product = told(result)["one"]
    assert (product["views"], product["new_views"], product["till_views"]) == (3, 2, 2)
    assert "track 9 was taken for blue" in result.stderr
    assert f"gallery reject blue --events {events} --track 9" in " ".join(result.stderr.split())
    there = call("enroll", *learn[1:], "--gallery", "other.gallery")
    assert f"--events {events} --track 9 --gallery other.gallery" in " ".join(there.stderr.split())
    assert "track 7 was taken" not in result.stderr
    with Gallery.inspect("shop.gallery") as opened:
        views = opened.views("one")
        assert [(view.origin, view.source) for view in views[1:]] == [
            ("till", "events.jsonl#7"),
            ("till", "events.jsonl#9"),
        ]
        version = opened.version
    assert told(call(*learn, "--json"))["one"]["new_views"] == 0
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.version == version


def test_a_new_product_can_be_learnt_at_the_till(call: Call, model: Path, tmp_path: Path) -> None:
    events = ledger(tmp_path / "events.jsonl", (Kind.UNKNOWN, 3, None))
    said = ["--sku", "tea", "--name", "Tea", "--price", 250, "--currency", "EUR"]
    assert call("enroll", events, "--track", 3, *said, "--model", model, "--strict").exit_code == 6
    assert call("enroll", events, "--track", 3, *said, "--model", model).exit_code == 0
    with Gallery.inspect("shop.gallery") as opened:
        (product,) = opened.products()
    assert (product.sku, product.name, product.price_minor) == ("tea", "Tea", 250)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--track", "1"], "--track without --sku"),
        (["--track", "8", "--sku", "a"], "no track 8"),
        ([], "is a ledger"),
        (["--sku", "a"], "is a ledger"),
    ],
)
def test_mistakes_with_a_ledger_exit_with_2(
    call: Call, model: Path, tmp_path: Path, arguments: list[str], part: str
) -> None:
    events = ledger(tmp_path / "events.jsonl", (Kind.UNKNOWN, 1, None))
    result = call("enroll", events, "--model", model, *arguments)
    assert result.exit_code == 2
    assert part in str(result.exception)
    assert not Path("shop.gallery").exists()


def test_a_folder_is_no_ledger(call: Call, model: Path, varied: Path) -> None:
    result = call("enroll", varied, "--track", 1, "--sku", "a", "--model", model)
    assert result.exit_code == 2
    assert "run --events" in str(result.exception)
