from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from enroll.judged_shop import FALLBACK, around, make, near, view

from edge.enroll import judge_gathered
from edge.enroll.catalogue import Listing
from edge.enroll.enrolled import EnrolledProduct
from edge.enroll.hints import Kind
from edge.enroll.judge import judge
from edge.enroll.judged import Judged
from edge.show.verdict import Situation
from edge.show.verdict.remarks import remarks
from gallery.product import Product
from gallery.store import Gallery

OTHER = Situation(gallery=Path("my shop.gallery"))


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with make(tmp_path / "shop.gallery") as opened:
        yield opened


@pytest.fixture
def verdicts(gallery: Gallery) -> dict[str, Judged]:
    return {one.sku: one for one in judge(gallery, fallback=FALLBACK)[0]}


def said(one: Judged, situation: Situation) -> str:
    return " ".join(f"{remark.problem} {remark.remedy}" for remark in remarks(one, situation))


def test_a_wrong_view_in_the_gallery_leaves_it_by_a_command_that_works(
    gallery: Gallery, verdicts: dict[str, Judged]
) -> None:
    mixed = verdicts["mixed"]
    (stray,) = mixed.verdict.strays
    wrong = mixed.hashes[mixed.verdict.rows.index(stray.row)]
    assert f"`checkout-edge gallery remove mixed --view {wrong[:12]}`, and" in said(mixed, Situation())
    assert f"--view {wrong[:12]} --gallery 'my shop.gallery'`" in said(mixed, OTHER)
    assert "`checkout-edge gallery check mixed --gallery 'my shop.gallery'` names it" in said(
        verdicts["robbed"], OTHER
    )
    gallery.remove_views("mixed", [wrong])
    assert not judge(gallery, ["mixed"], fallback=FALLBACK)[0][0].verdict.strays


def test_of_a_view_that_was_refused_nothing_is_to_be_taken_out(gallery: Gallery) -> None:
    robbed = around(5, (0.4,) * 5)
    vectors = [*around(6, (0.4,) * 5), near(robbed[1], 0.15, 51)]
    views = [view("newcomer", number, vector) for number, vector in enumerate(vectors)]
    new = EnrolledProduct(Listing(Product("newcomer"), ()), views={one.photo_hash: one for one in views})
    (one,), _ = judge_gathered([new], gallery, FALLBACK)
    assert one.fresh == (True,) * 6
    refused = said(one, dataclasses.replace(OTHER, enrolled=False))
    assert "5.jpg looks like" in refused
    assert "leave its photo out from now on" in refused
    assert "gallery remove" not in refused
    assert "rollback" not in refused
    assert "gallery remove newcomer --view" in said(one, OTHER)


def test_a_wrong_view_that_was_there_before_a_refusal_still_has_its_command(
    verdicts: dict[str, Judged],
) -> None:
    assert "gallery remove mixed --view" in said(verdicts["mixed"], Situation(enrolled=False))


def test_views_that_look_nothing_alike_are_asked_about_first(tmp_path: Path) -> None:
    vectors = [around(place, (0.1,))[0] for place in (0, 9)]
    path = tmp_path / "two.gallery"
    with Gallery.open(path, model="0" * 64, dimension=64, create=True) as opened:
        opened.enroll(
            [
                (Product("two"), [view("two", number, vector) for number, vector in enumerate(vectors)]),
                (Product("one"), [view("one", n, vector) for n, vector in enumerate(around(3, (0.4,) * 2))]),
            ]
        )
        two, one = judge(opened, ["two", "one"], fallback=FALLBACK)[0]
    first = remarks(two, Situation())[0]
    assert first.problem == "Its views look nothing alike: are they one product?"
    assert Kind.LIGHT not in {hint.kind for hint in two.hints}
    assert "share one light" not in said(two, Situation())
    assert not one.unlike
    assert "nothing alike" not in said(one, Situation())
