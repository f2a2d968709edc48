from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from edge.cli.gallery import history
from gallery.store import Gallery

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
