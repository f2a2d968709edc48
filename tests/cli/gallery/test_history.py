from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from risk.calibrations import calibration
from typer.testing import Result

from edge.cli.gallery import history
from gallery.store import Gallery, database

Call = Callable[..., Result]


@pytest.fixture
def lived(enrolled: Call) -> Call:
    """Version 1 enrols, 2 removes, 3 groups."""
    assert enrolled("gallery", "remove", "-y", "sku-2", "--reason", "sold out").exit_code == 0
    assert enrolled("gallery", "group", "alike", "sku-0", "sku-1", "--reason", "[twins]").exit_code == 0
    return enrolled


def now() -> tuple[int, str]:
    with Gallery.inspect("shop.gallery") as opened:
        return opened.version, opened.state


def test_log_tells_what_changed_and_why_the_newest_first(lived: Call) -> None:
    listed = json.loads(lived("gallery", "log", "--json").stdout)
    assert [(one["version"], one["action"], one["reason"]) for one in listed] == [
        (3, "group", "[twins]"),
        (2, "remove", "sold out"),
        (1, "enroll", ""),
        (0, "create", ""),
    ]
    assert [one["changed"] for one in listed] == [
        {"groups_added": 1},
        {"products_removed": 1, "views_removed": 2},
        {"products_added": 3, "views_added": 6},
        {},
    ]
    assert all(one["time"].endswith("+00:00") for one in listed)
    text = lived("gallery", "log").stdout
    assert "-1 product, -2 views" in text
    assert "[twins]" in text


def test_log_limit_keeps_the_numbers_of_the_oldest_line(lived: Call) -> None:
    listed = json.loads(lived("gallery", "log", "--json", "--limit", 2).stdout)
    assert [one["version"] for one in listed] == [3, 2]
    assert listed[1]["changed"]["products_removed"] == 1


def test_log_shows_the_time_of_this_place(lived: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    utc = json.loads(lived("gallery", "log", "--json").stdout)[0]["time"]
    monkeypatch.setenv("TZ", "UTC+5")  # POSIX: five hours behind
    time.tzset()
    try:
        there = lived("gallery", "log").stdout
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    assert f"{(int(utc[11:13]) - 5) % 24:02d}{utc[13:19]}" in there


def test_diff_by_number_and_by_steps_back(lived: Call, model: Path) -> None:
    lived("enroll", "products/sku-1", "--sku", "sku-1", "--price", 300, "--model", model)
    text = lived("gallery", "diff", "-1").stdout
    assert "version 3 -> 4" in text
    assert "~ product sku-1  price_minor: 250 -> 300" in text
    back = lived("gallery", "diff", 3, 1).stdout
    assert "+ product sku-2" in back
    assert "+ 2 views of sku-2" in back
    assert "- group alike: sku-0, sku-1" in back
    found = json.loads(lived("gallery", "diff", 1, "-1", "--json").stdout)
    assert (found["old"], found["new"]) == (1, 3)
    assert [product["sku"] for product in found["products"]["removed"]] == ["sku-2"]
    assert [len(photos) for photos in found["views"]["removed"].values()] == [2]
    assert found["groups"] == {"alike": [[], ["sku-0", "sku-1"]]}
    assert "nothing changed" in lived("gallery", "diff", 4, 4).stdout


@pytest.mark.parametrize("said", ["9", "-9", "x", "--jsn", "1.5"])
def test_a_version_that_is_none_is_told_of(lived: Call, said: str) -> None:
    for command in ("diff", "rollback"):
        result = lived("gallery", command, said)
        assert result.exit_code == 2
        assert said in str(result.exception)
    assert now()[0] == 3


def test_rollback_shows_what_it_will_do_asks_and_is_a_version(lived: Call) -> None:
    _, before = now()
    refused = lived("gallery", "rollback", "1", input="n\n")
    assert refused.exit_code == 1
    assert "+ product sku-2" in refused.stderr
    assert lived("gallery", "rollback", "1", input="").exit_code == 2
    assert now() == (3, before)
    done = lived("gallery", "rollback", "1", "--reason", "bad idea", input="y\n")
    assert done.exit_code == 0
    assert "version 4" in done.stderr
    listed = json.loads(lived("gallery", "log", "--json").stdout)
    assert (listed[0]["action"], listed[0]["reason"]) == ("rollback", "bad idea")
    assert listed[0]["state"] == listed[3]["state"]
    assert lived("gallery", "rollback", "-1", "--yes").exit_code == 0
    assert now() == (5, before)


def test_a_long_difference_is_cut_before_a_rollback(lived: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_MOST_LINES", 1)
    shown = lived("gallery", "rollback", "0", input="n\n").stderr
    assert "- product sku-0" in shown
    assert "- product sku-1" not in shown
    assert "and 4 more: checkout-edge gallery diff 3 0" in shown


def test_a_rollback_to_what_is_there_does_nothing(lived: Call) -> None:
    assert "nothing to do" in lived("gallery", "rollback", "3").stderr
    assert now()[0] == 3


def test_compact_drops_the_oldest_and_keeps_what_is_live(lived: Call) -> None:
    _, before = now()
    assert lived("gallery", "compact", "--keep", 2, input="n\n").exit_code == 1
    assert lived("gallery", "compact", "--keep", 2, input="").exit_code == 2
    done = lived("gallery", "compact", "--keep", 2, "-y", "--reason", "space")
    assert "2 versions dropped" in done.stderr
    assert "bytes" in done.stderr
    assert now() == (4, before)
    listed = json.loads(lived("gallery", "log", "--json").stdout)
    assert [one["version"] for one in listed] == [4, 3, 2]
    assert listed[0]["reason"] == "space"
    assert lived("gallery", "rollback", "1", "-y").exit_code == 2
    assert "nothing to drop" in lived("gallery", "compact", "--keep", 9, "-y").stderr
    assert lived("gallery", "compact", "--keep", 0).exit_code == 2


def calibrate(margin: float) -> None:
    with Gallery.open("shop.gallery", model=None, dimension=None) as opened:
        opened.keep_calibration(
            calibration(
                state=opened.state, model=opened.model, version=opened.version, margin=margin, per_product={}
            )
        )


def in_force() -> float | None:
    with Gallery.inspect("shop.gallery") as opened:
        found = opened.calibration()
    return found and found.margin


def test_a_calibration_is_told_of_and_can_be_taken_back(lived: Call) -> None:
    calibrate(0.01)
    calibrate(0.02)
    said = (
        "calibration: distance 0.8000, margin 0.0200 of 2026-03-01 12:00 UTC -> distance 0.8000, margin 0.01"
    )
    done = lived("gallery", "rollback", "-1", "-y")
    assert said in done.stderr
    assert (now()[0], in_force()) == (6, 0.01)
    assert "-> none" in lived("gallery", "rollback", "3", "-y").stderr
    assert in_force() is None
    changed = [one["changed"] for one in json.loads(lived("gallery", "log", "--json").stdout)]
    assert changed[:4] == [{"calibration_changed": 1}] * 4
    assert "calibration: none" in lived("gallery", "diff", 3, 4).stdout
    assert "nothing to do" in lived("gallery", "rollback", "3", "-y").stderr
    assert now()[0] == 7


def row(call: Call, version: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the log says of a version in its one line."""
    monkeypatch.setenv("COLUMNS", "250")
    lines = call("gallery", "log").stdout.splitlines()
    return next(line for line in lines if line.startswith(f"│ {version} "))


def test_log_names_the_models_of_a_migration(lived: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    with Gallery.open("shop.gallery", model=None, dimension=None) as opened:
        old, vector = opened.model, np.eye(1, 8, dtype=np.float32)[0]
        opened.re_embed("cd" * 32, 8, {one.view_id: vector for one in opened.live_views()})
        opened.group("other", ["sku-0", "sku-1"])
    assert f"~4 views, model {old[:12]} -> cdcdcdcdcdcd" in row(lived, 4, monkeypatch)
    with Gallery.open("shop.gallery", model=None, dimension=None) as opened:
        opened.compact(4, anyway=True)
    assert "to model cdcdcdcdcdcd; nothing is known before it" in row(lived, 4, monkeypatch)


def test_log_says_of_the_oldest_line_that_nothing_is_known_before(
    lived: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing is known" not in row(lived, 0, monkeypatch)
    lived("gallery", "compact", "--keep", 2, "-y")
    assert "nothing is known before it" in row(lived, 2, monkeypatch)
    assert "+1 group" in row(lived, 3, monkeypatch)


def test_compact_says_that_the_file_shrinks_later(lived: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    said = "the file gets smaller once it has finished"
    with Gallery.inspect("shop.gallery") as reader, reader.moment():
        reader.products()
        assert said in lived("gallery", "compact", "--keep", 3, "-y").stderr
    assert said not in lived("gallery", "compact", "--keep", 2, "-y").stderr
