from __future__ import annotations

import json

from edge.cli.gallery.difference import as_json, in_numbers, in_words, lines
from gallery import Product
from gallery.store import Difference

NOTHING = Difference(1, 2, (), (), (), {}, {}, {}, {}, {}, {}, {}, None, None)
MUCH = Difference(
    old=3,
    new=1,
    products_added=(Product("a", "Apple"),),
    products_removed=(Product("b"), Product("c")),
    products_changed=((Product("d", "", 1, "EUR"), Product("d", "Date", 2, "EUR")),),
    views_added={"a": ("1" * 64,)},
    views_removed={"b": ("2" * 64, "3" * 64), "c": ("4" * 64,)},
    views_changed={},
    negatives_added={"": ("5" * 64,)},
    negatives_removed={"d": ("6" * 64,)},
    negatives_changed={},
    groups={"new": ((), ("a", "d")), "old": (("b", "c"), ()), "same": (("a", "b"), ("a", "d"))},
    model=("ab" * 32, "cd" * 32),
    calibration=("none", "distance 0.8"),
)


def test_numbers_say_what_differs_and_nothing_else() -> None:
    assert in_numbers(NOTHING) == {}
    assert in_numbers(MUCH) == {
        "products_added": 1,
        "products_removed": 2,
        "products_changed": 1,
        "views_added": 1,
        "views_removed": 3,
        "negatives_added": 1,
        "negatives_removed": 1,
        "groups_added": 1,
        "groups_removed": 1,
        "groups_changed": 1,
        "model_changed": 1,
        "calibration_changed": 1,
    }
    assert in_words(MUCH) == (
        "+1 product, -2 products, ~1 product, +1 view, -3 views, +1 rejected view, -1 rejected view, "
        "+1 group, -1 group, ~1 group, model abababababab -> cdcdcdcdcdcd, calibration: none -> distance 0.8"
    )
    assert in_words(NOTHING) == ""


def test_every_difference_has_a_line() -> None:
    assert lines(NOTHING) == []
    assert lines(MUCH) == [
        "~ model abababababab -> cdcdcdcdcdcd",
        "~ calibration: none -> distance 0.8",
        "+ product a (Apple)",
        "- product b",
        "- product c",
        "~ product d  name: none -> Date, price_minor: 1 -> 2",
        "+ 1 view of a",
        "- 2 views of b",
        "- 1 view of c",
        "+ 1 rejected view as not a product at all",
        "- 1 rejected view as not d",
        "+ group new: a, d",
        "- group old: b, c",
        "~ group same: a, b -> a, d",
    ]


def test_json_has_all_of_it() -> None:
    told = json.loads(json.dumps(as_json(MUCH)))
    assert (told["old"], told["new"]) == (3, 1)
    assert told["products"]["changed"] == [
        {"sku": "d", "fields": {"name": ["", "Date"], "price_minor": [1, 2]}}
    ]
    assert told["views"]["removed"] == {"b": ["2" * 64, "3" * 64], "c": ["4" * 64]}
    assert told["negatives"]["added"] == {"": ["5" * 64]}
    assert told["groups"]["old"] == [["b", "c"], []]
    assert told["model"] == ["ab" * 32, "cd" * 32]
    assert told["calibration"] == ["none", "distance 0.8"]
