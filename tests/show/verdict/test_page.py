from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from enroll.judged_shop import FALLBACK, make

from edge.enroll.judge import judge
from edge.show.verdict import as_json, write_page
from gallery.errors import InputError
from gallery.store import Gallery


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with make(tmp_path / "shop.gallery") as opened:
        yield opened


def test_the_page_shows_bad_products_with_their_rivals_and_faults(gallery: Gallery, tmp_path: Path) -> None:
    verdicts, prospect = judge(gallery, fallback=FALLBACK)
    write_page(tmp_path / "verdict.html", verdicts, prospect, {"gallery": "shop & co"})
    page = (tmp_path / "verdict.html").read_text("utf-8")
    assert "shop &amp; co" in page
    assert "http" not in page.replace("http-equiv", "")
    sections = dict(re.findall(r'<section id="([^"]+)">(.*?)</section>', page, re.S))
    assert set(sections) == {"few", "mixed", "poor", "robbed", "twin-a", "twin-b"}
    assert "twin-b: 0.jpg" in sections["twin-a"]
    assert "0.20 apart" in sections["twin-a"]
    assert sections["poor"].count("<b>blurred</b>") == 5
    ids, skus = gallery.view_ids()
    crop = base64.b64encode(gallery.crop(int(ids[skus.index("robbed") + 1]))).decode()
    assert crop in sections["mixed"], "the pair of a wrong photo is shown with the stored crops"
    assert page.count("<tr>") == 1 + len(verdicts)


def test_a_page_that_cannot_be_written_is_told_of(gallery: Gallery, tmp_path: Path) -> None:
    verdicts, prospect = judge(gallery, fallback=FALLBACK)
    with pytest.raises(InputError, match="nowhere"):
        write_page(tmp_path / "nowhere" / "verdict.html", verdicts, prospect)


def test_json_names_photos_and_shares(gallery: Gallery) -> None:
    verdicts, prospect = judge(gallery, fallback=FALLBACK)
    told = {one["sku"]: one for one in as_json(verdicts, prospect)["products"]}
    twin = told["twin-a"]
    assert (twin["verdict"], twin["good"], twin["views"], twin["accuracy"]) == ("confused", False, 5, 0.0)
    (met,) = twin["confusions"]
    assert (met["sku"], met["share"], met["matters"], met["group"]) == ("twin-b", 1.0, True, False)
    assert met["distance"] == pytest.approx(0.2, abs=1e-3)
    (stray,) = told["mixed"]["wrong_photos"]
    assert (stray["photo"], stray["looks_like"]) == ("5.jpg", "robbed")
    assert told["poor"]["faults"] == {f"{number}.jpg": ["blurred"] for number in range(5)}
    assert told["good"]["left_out"] == {"right": 5, "asked": 0, "wrong": 0, "refused": 0}
    assert {need["kind"] for need in told["few"]["needs"]} <= {"side", "top", "light"}
