from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from enroll.judged_shop import DIMENSION, FALLBACK, MODEL, around, fill, make, near, view

from edge.enroll.judge import judge, judge_prospect
from edge.enroll.prospect import Arrival, Prospect
from edge.photo.quality import Fault
from gallery.errors import InputError
from gallery.product import Product
from gallery.store import Gallery
from gallery.verdict import Word


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with make(tmp_path / "shop.gallery") as opened:
        yield opened


def test_each_product_gets_its_verdict(gallery: Gallery) -> None:
    verdicts, _ = judge(gallery, fallback=FALLBACK)
    assert {one.sku: one.word for one in verdicts} == {
        "few": Word.MORE_VIEWS,
        "good": Word.GOOD,
        "mixed": Word.WRONG_PHOTOS,
        "poor": Word.POOR_PHOTOS,
        "robbed": Word.CONFUSED,
        "twin-a": Word.CONFUSED,
        "twin-b": Word.CONFUSED,
    }
    poor = next(one for one in verdicts if one.sku == "poor")
    assert all(Fault.BLURRED in faults for faults in poor.faults)
    mixed = next(one for one in verdicts if one.sku == "mixed")
    assert [mixed.sources[mixed.verdict.rows.index(stray.row)] for stray in mixed.verdict.strays] == ["5.jpg"]
    robbed = next(one for one in verdicts if one.sku == "robbed")
    assert [(met.sku, met.strayed) for met in robbed.verdict.confused_with] == [("mixed", True)]


def test_some_products_are_judged_among_all(gallery: Gallery) -> None:
    (one,), prospect = judge(gallery, ["twin-a"], fallback=FALLBACK)
    met = one.verdict.confused_with[0]
    assert met.sku == "twin-b"
    shot = prospect.shot(met.other_row)
    assert shot.view.crop
    assert shot.view.photo_hash in {view.photo_hash for view in gallery.views("twin-b")}
    with pytest.raises(InputError, match="no product 'nothing'"):
        judge(gallery, ["nothing"], fallback=FALLBACK)


def test_a_group_of_look_alikes_is_no_confusion(gallery: Gallery) -> None:
    gallery.group("twins", ["twin-a", "twin-b"])
    (one,), _ = judge(gallery, ["twin-a"], fallback=FALLBACK)
    assert one.word is Word.GOOD
    assert one.verdict.confusions[0].grouped


def test_what_would_come_is_judged_as_if_it_were_there_and_nothing_is_written(tmp_path: Path) -> None:
    gallery = make(tmp_path / "a.gallery")
    version = gallery.version
    twin = [near(vector, 0.2, 40 + number) for number, vector in enumerate(around(0, (0.4,) * 5))]
    new = tuple(view("new", number, vector, origin="till") for number, vector in enumerate(twin))
    faults = {new[0].photo_hash: (Fault.CUT_OFF,)}
    prospect = Prospect(gallery, [Arrival(Product("new", "New"), new, faults)], FALLBACK)
    (one,) = judge_prospect(prospect, ["new"], FALLBACK)
    assert one.word is Word.CONFUSED
    assert one.verdict.confused_with[0].sku == "good"
    assert (one.new, one.till, one.product.name) == (5, 5, "New")
    assert one.faults == ((Fault.CUT_OFF,), (), (), (), ())
    assert gallery.version == version
    gallery.enroll([(Product("new", "New"), new)])
    (later,), _ = judge(gallery, ["new"], fallback=FALLBACK)
    assert later.verdict == one.verdict


def test_more_views_of_a_product_are_judged_with_those_it_has(gallery: Gallery) -> None:
    more = (view("few", 7, around(2, (0.0, 0.0, 0.4))[2]), view("few", 8, around(2, (0.0,) * 3 + (0.4,))[3]))
    prospect = Prospect(gallery, [Arrival(Product("few"), more, {})], FALLBACK)
    (one,) = judge_prospect(prospect, ["few"], FALLBACK)
    assert (one.word, one.new, one.sources) == (Word.GOOD, 2, ("0.jpg", "1.jpg", "7.jpg", "8.jpg"))
    assert one.product.name == "The few [one]"


def test_a_calibration_is_what_the_till_goes_by(gallery: Gallery) -> None:
    from risk.calibrations import calibration

    kept = calibration(model=gallery.model, state=gallery.state, version=gallery.version)
    gallery.keep_calibration(kept)
    _, prospect = judge(gallery, ["good"], fallback=FALLBACK)
    assert prospect.stock.thresholds == kept.thresholds()


def test_an_empty_gallery_has_no_verdict(tmp_path: Path) -> None:
    with Gallery.open(tmp_path / "new.gallery", model=MODEL, dimension=DIMENSION, create=True) as empty:
        verdicts, prospect = judge(empty, fallback=FALLBACK)
        assert verdicts == []
        assert np.shape(prospect.stock.vectors) == (0, DIMENSION)
        fill(empty)
        assert len(judge(empty, fallback=FALLBACK)[0]) == 7
