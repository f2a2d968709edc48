from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from edge.cli.gallery.which_view import views_named
from gallery.errors import InputError
from gallery.view import View

VECTOR = np.array([1.0, 0.0], np.float32)
VIEWS = [View(start + "0" * 52, VECTOR) for start in ("abcdef000000", "abcdef111111", "123456789abc")]


def test_the_first_digits_name_a_view_and_twice_is_once() -> None:
    assert views_named(VIEWS, ["abcdef0"], "a", None) == VIEWS[:1]
    assert views_named(VIEWS, ["123456", "123456789ABC"], "a", None) == VIEWS[2:]
    assert views_named(VIEWS, ["abcdef1", "123456"], "a", None) == VIEWS[1:]


@pytest.mark.parametrize(
    ("digits", "part"),
    [
        (["abcdef"], "2 views of 'a' begin with abcdef"),
        (["fffffff"], "no view of 'a'"),
        (["12345"], "6 to 64"),
        (["abcdef0", "abcdef1", "123456"], "without a view"),
    ],
)
def test_what_names_no_view_is_told_of(digits: list[str], part: str) -> None:
    with pytest.raises(InputError) as told:
        views_named(VIEWS, digits, "a", Path("b.gallery"))
    assert part in f"{told.value.problem} {told.value.remedy}"
    assert re.search("`checkout-edge gallery (show|remove) a --gallery b.gallery`", told.value.remedy)
