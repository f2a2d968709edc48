from __future__ import annotations

import json

import pytest
from risk.calibrations import calibration

from gallery import Product
from gallery.store.archive.content import Content, parse

WHOLE = Content(
    {"b": Product("b", "Bröd", 5, "EUR", "1"), "a": Product("a")},
    {"g": ("b", "a"), "f": ("a", "b")},
    calibration(),
)


def test_it_comes_back_as_it_was_and_knows_no_order() -> None:
    back = parse(WHOLE.to_bytes())
    assert back.products == dict(WHOLE.products)
    assert {name: sorted(skus) for name, skus in back.groups.items()} == {"g": ["a", "b"], "f": ["a", "b"]}
    assert back.calibration == WHOLE.calibration
    assert back.to_bytes() == WHOLE.to_bytes()
    assert sorted(back.digests()) == sorted(WHOLE.digests())


@pytest.mark.parametrize(
    "change",
    [
        {"barcode": 5},
        {"barcode": ["1"]},
        {"sku": "a/b"},
        {"sku": None},
        {"price_minor": -1},
        {"price_minor": 0.5},
        {"currency": "euro"},
        {"more": 1},
        {"sku": "b"},
    ],
)
def test_a_product_that_is_none_is_refused(change: dict[str, object]) -> None:
    whole = json.loads(WHOLE.to_bytes())
    whole["products"][0] |= change
    with pytest.raises(ValueError, match=r"\w"):
        parse(json.dumps(whole).encode())
