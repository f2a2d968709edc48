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
