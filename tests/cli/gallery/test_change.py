from __future__ import annotations

from collections.abc import Callable

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
