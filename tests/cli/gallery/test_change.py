from __future__ import annotations

import json
from collections.abc import Callable

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
