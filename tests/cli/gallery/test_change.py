from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from gallery.store import Gallery

Call = Callable[..., Result]


def skus() -> list[str]:
    with Gallery.inspect("shop.gallery") as opened:
        return [product.sku for product in opened.products()]


def test_an_unknown_sku_is_named_with_one_like_it(enrolled: Call) -> None:
    for command in (("show", "sku-9"), ("remove", "--yes", "sku-0", "sku-9")):
        result = enrolled("gallery", *command)
        assert result.exit_code == 2
        assert "'sku-9'" in str(result.exception)
        assert "'sku-0'" in str(result.exception)
    assert skus() == ["sku-0", "sku-1", "sku-2"]


def test_remove_asks_first(enrolled: Call) -> None:
    refused = enrolled("gallery", "remove", "sku-0", input="n\n")
    assert refused.exit_code == 1
    assert "4 views" not in refused.stderr
    assert "2 views" in refused.stderr
    silent = enrolled("gallery", "remove", "sku-0", input="")
    assert silent.exit_code == 2
    assert "--yes" in str(silent.exception)
    assert skus() == ["sku-0", "sku-1", "sku-2"]
    assert enrolled("gallery", "remove", "sku-0", input="y\n").exit_code == 0
    assert enrolled("gallery", "remove", "--yes", "sku-2", "sku-2").exit_code == 0
    assert skus() == ["sku-1"]


def test_several_products_leave_in_one_version_with_its_reason(enrolled: Call) -> None:
    assert enrolled("gallery", "remove", "-y", "sku-0", "sku-2", "--reason", "out").exit_code == 0
    with Gallery.inspect("shop.gallery") as opened:
        newest = opened.log(1)[0]
    assert (newest.version, newest.action, newest.reason) == (2, "remove", "out")


def test_a_reason_that_cannot_be_shown_is_refused(enrolled: Call) -> None:
    result = enrolled("gallery", "remove", "-y", "sku-0", "--reason", "a\nb")
    assert result.exit_code == 2
    assert "reason" in str(result.exception)
    assert len(skus()) == 3


def hashes(sku: str) -> list[str]:
    with Gallery.inspect("shop.gallery") as opened:
        return [view.photo_hash for view in opened.views(sku)]


def test_one_view_leaves_by_the_first_digits_of_its_hash(enrolled: Call) -> None:
    first, second = hashes("sku-0")
    assert first[:12] in enrolled("gallery", "show", "sku-0").stdout
    refused = enrolled("gallery", "remove", "sku-0", "--view", first[:12], input="n\n")
    assert refused.exit_code == 1
    assert "1 view of sku-0 (" in refused.stderr
    done = enrolled("gallery", "remove", "sku-0", "--view", first[:12].upper(), "-y", "--reason", "a hand")
    assert done.exit_code == 0
    assert "removed 1 view of sku-0" in done.stderr
    assert hashes("sku-0") == [second]
    with Gallery.inspect("shop.gallery") as opened:
        assert (opened.version, opened.log(1)[0].reason) == (2, "a hand")
    assert enrolled("gallery", "rollback", "-1", "-y").exit_code == 0
    assert sorted(hashes("sku-0")) == sorted([first, second])


def test_a_photo_of_two_products_can_be_taken_from_the_first_as_the_remedy_says(
    enrolled: Call, model: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    shutil.copy(tmp_path / "products" / "sku-0" / "0.jpg", tmp_path / "other")
    again = ["enroll", "other", "--sku", "other", "--model", model]
    remedy = str(enrolled(*again).exception).rsplit("first: ", 1)[1]
    assert remedy.startswith("gallery remove sku-0 --view ")
    assert enrolled(*remedy.split(), "-y").exit_code == 0
    assert enrolled(*again).exit_code == 0
    assert len(hashes("sku-0")) == len(hashes("other")) == 1
    assert "gallery remove other --view" in str(
        enrolled("gallery", "reject", "--background", "other/0.jpg", "--model", model).exception
    )


def test_views_that_cannot_be_meant_are_told_of(enrolled: Call) -> None:
    first, second = hashes("sku-0")
    wrong = {
        ("sku-0", "--view", first[:5]): "6 to 64 digits",
        ("sku-0", "--view", "nothex"): "6 to 64 digits",
        ("sku-0", "--view", "000000"): "no view of 'sku-0' begins with 000000",
        ("sku-0", "--view", hashes("sku-1")[0]): "no view of 'sku-0'",
        ("sku-0", "--view", first, "--view", second): "left without a view",
        ("sku-0", "sku-1", "--view", first): "--view with 2 products",
        ("sku-9", "--view", first): "no product 'sku-9'",
    }
    for words, part in wrong.items():
        result = enrolled("gallery", "remove", "-y", *words)
        assert result.exit_code == 2
        assert part in str(result.exception)
    assert hashes("sku-0") == [first, second]


def test_groups_come_are_shown_change_and_go(enrolled: Call) -> None:
    assert enrolled("gallery", "group", " colas ", "sku-0", "sku-1").exit_code == 0
    assert enrolled("gallery", "groups").stdout == "colas: sku-0, sku-1\n"
    assert "colas: sku-0, sku-1" in enrolled("gallery", "show", "sku-1").stdout
    assert "colas" not in enrolled("gallery", "show", "sku-2").stdout
    enrolled("gallery", "group", "colas", "sku-1", "sku-2")
    assert json.loads(enrolled("gallery", "groups", "--json").stdout) == {"colas": ["sku-1", "sku-2"]}
    assert enrolled("gallery", "ungroup", "colas", "--reason", "told apart").exit_code == 0
    assert "no groups" in enrolled("gallery", "groups").stderr
    assert len(skus()) == 3


@pytest.mark.parametrize(
    "command",
    [
        ["group", "one", "sku-0"],
        ["group", "odd", "sku-0", "sku-9"],
        ["ungroup", "none"],
        ["group", "", "a", "b"],
    ],
)
def test_groups_that_cannot_be_are_told_of(enrolled: Call, command: list[str]) -> None:
    assert enrolled("gallery", *command).exit_code == 2
    with Gallery.inspect("shop.gallery") as opened:
        assert opened.version == 1
