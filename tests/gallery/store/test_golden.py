"""A gallery written by each released format opens, and answers as it did."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from shelf import DIMENSION, MODEL, item

from gallery import Gallery, Recogniser, ViewIndex

GOLDEN = Path(__file__).parents[1] / "golden"
sys.path.insert(0, str(GOLDEN))
from make_v1 import PRODUCTS  # noqa: E402
from make_v2 import facts_of, fill  # noqa: E402


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "v1.gallery", tmp_path / "v1.gallery"))


def test_format_1_opens_and_answers_the_same(path: Path) -> None:
    expected = json.loads((GOLDEN / "v1.json").read_text("utf-8"))
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        assert gallery.products() == sorted(PRODUCTS, key=lambda product: product.sku)
        assert gallery.version == expected["version"]
        assert gallery.views("🥛")[0].thumbnail == b"\xff\xd8thumb"
        vectors, view_ids, skus = gallery.matrix()
        index = ViewIndex.build(vectors, np.arange(len(view_ids)))
        till = Recogniser(gallery, 0.9)
        for answer in expected["answers"]:
            query = np.array([answer["query"]], np.float32)
            found = index.search(query, 7)
            assert [skus[row] for row in found.labels[0]] == [sku for sku, _ in answer["near"]]
            np.testing.assert_allclose(found.distances[0], [far for _, far in answer["near"]], atol=1e-6)
            assert till.recognise(query)[0].sku == answer["near"][0][0]


def test_format_1_can_be_enrolled_into(path: Path) -> None:
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        gallery.enroll([item("new", "1"), item("milk", "new photo")])
        assert [view.source for view in gallery.views("milk")][-1] == "milk/new photo.jpg"
        assert len(gallery.products()) == len(PRODUCTS) + 1


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "v2.gallery", tmp_path / "v2.gallery"))


def test_format_2_opens_and_holds_what_it_held(second: Path) -> None:
    expected = json.loads((GOLDEN / "v2.json").read_text("utf-8"))
    before = second.read_bytes()
    with Gallery.inspect(second) as gallery:
        assert json.loads(json.dumps(facts_of(gallery))) == expected
        assert gallery.verify() == []
        calibration = gallery.calibration()
        assert calibration is not None
        assert calibration.is_fresh(gallery.state, gallery.model)
        assert gallery.crop(1) == b"\xff\xd8" + b"milk-0" * 50
        assert gallery.views("milk")[-1].origin == "till"
    assert second.read_bytes() == before


def test_format_2_has_the_states_that_this_program_gives_the_same_content(
    second: Path, tmp_path: Path
) -> None:
    """So that an older archive, calibration or graph still fits."""
    with (
        Gallery.inspect(second) as gallery,
        Gallery.open(tmp_path / "new", model=MODEL, dimension=DIMENSION, create=True) as new,
    ):
        fill(new)
        assert [one.state for one in new.log()] == [one.state for one in gallery.log()]


def test_format_2_can_be_changed_and_rolled_back(second: Path) -> None:
    with Gallery.open(second, model=MODEL, dimension=DIMENSION) as gallery:
        gallery.enroll([item("new", "1")])
        gallery.rollback(4)
        assert gallery.groups() == {}
        assert [product.sku for product in gallery.products()] == sorted(p.sku for p in PRODUCTS)
        assert gallery.verify() == []
