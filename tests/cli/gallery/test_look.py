from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from typer.testing import Result

Call = Callable[..., Result]


def test_list(enrolled: Call) -> None:
    text = enrolled("gallery", "list").stdout
    assert all(part in text for part in ("sku-0", "sku-1", "Bread", "2.50 EUR"))
    listed = json.loads(enrolled("gallery", "list", "--json").stdout)
    assert listed[1] == {
        "sku": "sku-1",
        "name": "Bread",
        "price_minor": 250,
        "currency": "EUR",
        "barcode": None,
        "views": 2,
    }


def test_show_and_thumbnails(enrolled: Call) -> None:
    result = enrolled("gallery", "show", "sku-1", "--thumbnails", "seen/here")
    shown = json.loads(enrolled("gallery", "show", "sku-1", "--json").stdout)
    assert [view["source"] for view in shown["views"]] == ["0.jpg", "1.jpg"]
    assert shown["views"][0]["photo_hash"][:12] in result.stdout
    assert "Bread" in result.stdout
    thumbnails = sorted(Path("seen/here").iterdir())
    assert [cv2.imread(str(path)).shape for path in thumbnails] == [(96, 96, 3)] * 2


def test_thumbnails_that_cannot_be_written_are_told_of(enrolled: Call) -> None:
    Path("file").write_text("")
    result = enrolled("gallery", "show", "sku-1", "--thumbnails", "file")
    assert result.exit_code == 2
    assert "--thumbnails file" in str(result.exception)


def test_stats(enrolled: Call) -> None:
    facts = json.loads(enrolled("gallery", "stats", "--json").stdout)
    assert (facts["products"], facts["views"], facts["dimension"]) == (3, 6, 8)
    assert facts["model"] in enrolled("gallery", "stats").stdout


@pytest.mark.parametrize("command", ["list", "stats", "show x", "remove x --yes"])
def test_without_a_gallery_every_command_says_how_to_make_one(call: Call, command: str) -> None:
    result = call("gallery", *command.split())
    assert result.exit_code == 3
    assert "enroll" in str(result.exception)
    assert not Path("shop.gallery").exists()
