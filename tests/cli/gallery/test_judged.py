from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Call = Callable[..., Result]


def test_every_product_is_judged_and_the_gallery_stays(enrolled: Call, model: Path) -> None:
    before = Path("shop.gallery").read_bytes()
    result = enrolled("gallery", "check", "--model", model, "--report", "verdict.html")
    assert result.exit_code == 0
    assert all(sku in result.stdout for sku in ("sku-0", "sku-1", "sku-2"))
    assert "sku-1" in Path("verdict.html").read_text("utf-8")
    assert Path("shop.gallery").read_bytes() == before


def test_some_products_in_json(enrolled: Call, model: Path) -> None:
    told = json.loads(enrolled("gallery", "check", "sku-1", "--model", model, "--json").stdout)
    assert (told["gallery"], told["version"]) == ("shop.gallery", 1)
    assert [product["sku"] for product in told["products"]] == ["sku-1"]


def test_strict_fails_where_a_product_is_not_good(enrolled: Call, model: Path) -> None:
    result = enrolled("gallery", "check", "--model", model, "--strict")
    assert result.exit_code == 6
    assert "of 3 products are not good: sku-" in str(result.exception)


def test_an_unknown_product_and_another_model_are_told_of(enrolled: Call, model: Path) -> None:
    assert "'sku-9'" in str(enrolled("gallery", "check", "sku-9", "--model", model).exception)
    other = enrolled("gallery", "check")
    assert other.exit_code == 2
    assert "--model" in str(other.exception)
