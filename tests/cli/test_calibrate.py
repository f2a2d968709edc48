"""`calibrate` from the outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from enroll.pictures import save, scene, shop
from risk.shops import families
from typer.testing import Result

from gallery import Gallery, Product, View

Call = Callable[..., Result]
MODEL = "ab" * 32
EASY = ("--target-far", 0.2)


def _gallery(path: Path, products: int = 40, currency: str = "EUR") -> Path:
    vectors, skus = families(products, 5)
    batch = []
    for number, sku in enumerate(sorted(set(skus))):
        rows = [row for row, name in enumerate(skus) if name == sku]
        views = [View(hashlib.sha256(f"{row}".encode()).hexdigest(), vectors[row]) for row in rows]
        money = currency if number else "EUR"
        batch.append((Product(sku, price_minor=100 + number, currency=money), views))
    with Gallery.open(path, model=MODEL, dimension=32, create=True) as gallery:
        gallery.enroll(batch)
    return path


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    return _gallery(tmp_path / "shop.gallery")


def test_it_keeps_a_calibration_with_its_curve_and_says_what_was_shown(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate", *EASY, "--reason", "spring")
    assert outcome.exit_code == 0, outcome.output
    assert "95% sure of at most 20.00%" in outcome.output
    assert "accepted rightly" in outcome.output
    with Gallery.inspect(shop_file) as gallery:
        kept, newest = gallery.calibration(), gallery.log()[0]
        assert kept is not None
        assert kept.is_fresh(gallery.state, gallery.model)
        assert kept.shown
        assert (newest.action, newest.reason) == ("calibrate", "spring")
    assert len(kept.curve) > 40


def test_what_cannot_be_shown_is_not_kept_and_ends_in_6(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate")
    assert outcome.exit_code == 6
    assert "the least they could show is 7.22%" in str(outcome.exception)
    with Gallery.inspect(shop_file) as gallery:
        assert gallery.calibration() is None
        assert gallery.version == 1


def test_anyway_keeps_it_marked(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate", "--anyway")
    assert outcome.exit_code == 0, outcome.output
    assert "NOT shown to be at most 1.00%" in outcome.output
    with Gallery.inspect(shop_file) as gallery:
        kept = gallery.calibration()
    assert kept is not None
    assert not kept.shown


def test_json_on_standard_output_is_alone_there(call: Call, shop_file: Path, tmp_path: Path) -> None:
    outcome = call("calibrate", *EASY, "--json", "-")
    assert json.loads(outcome.stdout)["far"]["shown"] is True
    assert call("calibrate", *EASY, "--json", "c.json").exit_code == 0
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["method"] == "bound"


def test_prices_put_money_on_the_curve(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate", *EASY, "--prices", "--basket-items", 5, "--json", "-")
    kept = json.loads(outcome.stdout)
    assert kept["money"] == {
        "currency": "EUR",
        "baskets": 1000,
        "basket_items": 5.0,
        "unknown_share": 0.02,
        "priced": 40,
    }
    assert kept["curve"][-1]["loss"] > 0
    words = call("calibrate", *EASY, "--prices").output
    assert "expected in 1000 baskets of 8 items, 2.0% of them unknown" in words


def test_two_currencies_are_refused(call: Call, tmp_path: Path) -> None:
    mixed = _gallery(tmp_path / "mixed.gallery", currency="USD")
    outcome = call("calibrate", *EASY, "--prices", "-g", mixed)
    assert outcome.exit_code == 2
    assert "EUR, USD cannot be added up" in str(outcome.exception)


@pytest.mark.parametrize("name", ["risk.svg", "risk.png"])
def test_the_curve_is_drawn(call: Call, shop_file: Path, tmp_path: Path, name: str) -> None:
    assert call("calibrate", *EASY, "--picture", name).exit_code == 0
    start = (tmp_path / name).read_bytes()[:8]
    assert start == (b"\x89PNG\r\n\x1a\n" if name.endswith("png") else b"<svg xml")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--target-far", 1.5), "must be above 0 and below 1"),
        (("--method", "guess"), "use bound or otsu"),
        (("--picture", "risk.jpg"), "ends in .svg or .png"),
        (("--method", "otsu"), "is not the gallery's"),
        (("--prove", "nowhere"), "nowhere"),
        (("--target-far", 0), "--target-far 0 must be above 0"),
        (("--target-far", 0.2, "--target-wrong", -1), "--target-wrong -1 must be above 0"),
        (("--confidence", 1), "--confidence 1 must be"),
        (("--margin", 5), "--margin 5 must be from 0 to 2"),
        ((*EASY, "--picture", "nope/x.svg"), "nope does not exist"),
        ((*EASY, "--json", "nope/x"), "nope does not exist"),
        ((*EASY, "--json", "."), "--json .: is a folder"),
        ((*EASY, "--backend", "foo"), "needs --unknown or --prove"),
        ((*EASY, "--model", "nope.onnx"), "needs --unknown or --prove or --method otsu"),
        ((*EASY, "--basket-items", 3), "needs --prices"),
        ((*EASY, "--splits", 3), "needs --prove"),
        ((*EASY, "--prove", "shop.gallery", "--json", "x"), "--json with --prove"),
        ((*EASY, "--prove", "shop.gallery", "--backend", "cpu"), "embeds nothing"),
    ],
)
def test_mistakes_are_two_lines_and_change_nothing(
    call: Call, shop_file: Path, arguments: tuple[object, ...], words: str
) -> None:
    outcome = call("calibrate", *arguments)
    assert outcome.exit_code == 2
    assert words in f"{outcome.exception} {getattr(outcome.exception, 'remedy', '')}"
    with Gallery.inspect(shop_file) as gallery:
        assert gallery.version == 1


def test_prove_on_a_gallery_prints_each_split_and_the_rivals(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate", "--prove", shop_file, "--views", 4, "--splits", 4, "--target-far", 0.3)
    assert outcome.exit_code == 0, outcome.output
    assert "Korn-Graubard" in outcome.output
    assert "Hoeffding-Bentkus (used)" in outcome.output
    assert "0 of 4 splits above a target" in outcome.output
    with Gallery.inspect(shop_file) as gallery:
        assert gallery.calibration() is None


def test_prove_says_when_nothing_can_be_shown(call: Call, shop_file: Path) -> None:
    outcome = call("calibrate", "--prove", shop_file, "--splits", 2, "--target-far", 0.05)
    assert outcome.exit_code == 6
    assert "20 things show 13.91% at best" in str(outcome.exception)


def test_photos_of_things_not_sold_are_tried_as_well(call: Call, tmp_path: Path, model: Path) -> None:
    shop(tmp_path / "products", products=4, photos=3)
    for number in range(5):
        save(tmp_path / "not-sold" / f"{number}.jpg", scene(9000 + number))
    save(tmp_path / "not-sold" / "phone" / "a.jpg", scene(9100))
    assert call("enroll", "products", "--model", model).exit_code == 0
    arguments = ("calibrate", "--anyway", "--unknown", "not-sold", "--model", model)
    loose = ("--target-far", 0.9, "--target-wrong", 0.9, "--json", "-")
    outcome = call(*arguments, *loose)
    assert outcome.exit_code == 0, outcome.output
    kept = json.loads(outcome.stdout)
    assert (kept["given"], kept["far"]["things"], kept["far"]["trials"]) == (6, 10, 18)
    save(tmp_path / "not-sold" / "again.jpg", scene(0))  # the first photo of sku-0
    refused = call(*arguments, *loose)
    assert refused.exit_code == 2
    assert "is enrolled as 'sku-0'" in str(refused.exception)


def test_otsu_is_kept_with_its_measured_risk(call: Call, products: Path, model: Path) -> None:
    assert call("enroll", products, "--model", model).exit_code == 0
    outcome = call("calibrate", "--method", "otsu", "--model", model, "--json", "-")
    assert outcome.exit_code == 0, outcome.output
    kept = json.loads(outcome.stdout)
    assert kept["method"] == "otsu"
    assert kept["far"]["bound"] >= kept["far"]["measured"]
    assert kept["far"]["shown"] is False
