from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import item, open_gallery

from gallery import Gallery, InputError


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item(sku, "1") for sku in ("ale", "bun", "cola", "rye")])
        yield opened


def test_a_group_is_what_was_named_last(gallery: Gallery) -> None:
    gallery.group("brown", ["ale", "cola"], reason="both brown")
    gallery.group(" brown ", ["cola", "rye", "rye"])
    gallery.group("round", ["bun", "cola"])
    assert gallery.groups() == {"brown": ("cola", "rye"), "round": ("bun", "cola")}
    assert gallery.contents().groups == gallery.groups()
    assert gallery.stats().groups == 2
    version = gallery.version
    gallery.group("brown", ["rye", "cola"])
    assert gallery.version == version, "the same again is no change"
    assert gallery.diff(2, 4).groups == {
        "brown": (("ale", "cola"), ("cola", "rye")),
        "round": ((), ("bun", "cola")),
    }


def test_a_group_ends_and_an_unknown_one_is_told(gallery: Gallery) -> None:
    gallery.group("brown", ["ale", "cola"])
    with pytest.raises(InputError, match="no group 'bron'") as caught:
        gallery.ungroup("bron")
    assert "'brown'" in caught.value.remedy
    gallery.ungroup("brown")
    assert gallery.groups() == {}
    assert gallery.log(1)[0].action == "ungroup"


def test_a_group_left_with_one_product_ends(gallery: Gallery) -> None:
    gallery.group("two", ["ale", "bun"])
    gallery.group("three", ["ale", "bun", "cola"])
    gallery.remove("ale")
    assert gallery.groups() == {"three": ("bun", "cola")}


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 129])
def test_names_that_cannot_be_shown_are_refused(gallery: Gallery, name: str) -> None:
    with pytest.raises(InputError, match="group"):
        gallery.group(name, ["ale", "bun"])


def test_one_product_or_an_unknown_one_makes_no_group(gallery: Gallery) -> None:
    with pytest.raises(InputError, match="at least two"):
        gallery.group("one", ["ale", "ale"])
    with pytest.raises(InputError, match="no product 'bum'"):
        gallery.group("two", ["ale", "bum"])
    assert gallery.version == 1
