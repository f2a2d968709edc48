from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from enroll.judged_shop import FALLBACK, make
from rich.console import Console, RenderableType

from edge.enroll.judge import judge
from edge.enroll.judged import Judged
from edge.show.verdict import verdict_table
from edge.show.verdict.table import MOST_ROWS, MOST_TOLD
from gallery.product import Product
from gallery.store import Gallery


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Judged]]:
    path: Path = tmp_path_factory.mktemp("shop") / "shop.gallery"
    gallery: Gallery = make(path)
    with gallery:
        yield judge(gallery, fallback=FALLBACK)[0]


def text(shown: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(shown)
    return out.getvalue()


def test_a_row_a_product_and_the_bad_ones_in_sentences(verdicts: list[Judged]) -> None:
    said = text(verdict_table(verdicts, {"good": ["2 photos skipped"]}))
    row = next(line for line in said.splitlines() if "The good [one]" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[0] == "good"
    assert cells[3:6] == ["100%", "5", "0"]
    assert cells[7].endswith("2 photos skipped")
    assert "confused with twin-b at 100%" in said
    assert "needs more views" in said
    assert "5.jpg looks like robbed: 0.15 from its nearest view" in said
    assert "0.jpg, 1.jpg, 2.jpg and 2 more: blurred." in said
    assert "checkout-edge gallery group NAME twin-a twin-b" in " ".join(said.split())
    assert "Confused with mixed, by a photo of that one which looks like this product" in said
    assert "\ngood  " not in said
    assert "7 products: 1 good, 1 needs more views, 1 poor photos, 3 confused, 1 wrong photos" in said


def test_the_names_have_a_column_where_there_are_any(verdicts: list[Judged]) -> None:
    bare = [dataclasses.replace(one, product=Product(one.sku)) for one in verdicts]
    heads = [text(verdict_table(some)).splitlines()[1] for some in (verdicts, bare, [verdicts[0], *bare])]
    assert ["Name" in head for head in heads] == [True, False, True]
    assert "Closest other" in heads[1]
    row = next(line for line in text(verdict_table(bare)).splitlines() if line.startswith("│ good"))
    assert [cell.strip() for cell in row.strip("│").split("│")][:5] == ["good", "good", "100%", "5", "0"]


def test_the_worst_come_first_in_the_sentences(verdicts: list[Judged]) -> None:
    said = text(verdict_table(verdicts))
    places = [said.index(f"\n{sku}  ") for sku in ("mixed", "twin-a", "poor", "few")]
    assert places == sorted(places)


def test_many_products_do_not_flood(verdicts: list[Judged]) -> None:
    def copy(one: Judged, number: int) -> Judged:
        return dataclasses.replace(one, verdict=dataclasses.replace(one.verdict, sku=f"{one.sku}-{number}"))

    many = [copy(one, number) for number in range(200) for one in verdicts]
    said = text(verdict_table(many))
    assert len(said.splitlines()) < 3 * MOST_ROWS + 8 * MOST_TOLD
    assert "good-0" not in said
    assert "1400 products: 200 good" in said
    assert f"{1200 - MOST_TOLD} more are not good: --report" in said


def test_many_good_products_need_no_table(verdicts: list[Judged]) -> None:
    good = next(one for one in verdicts if one.good)
    assert text(verdict_table([good] * 100)).splitlines()[0].startswith("100 products: 100 good")
