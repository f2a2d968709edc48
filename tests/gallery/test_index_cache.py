"""The cached graph is used where it fits, and is never believed without proof."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shelf import MODEL, OTHER_MODEL, random_units

from gallery import Contents, Product, ViewIndex, index
from gallery.index_cache import open_index

QUERIES = random_units(10, seed=4)


@pytest.fixture(autouse=True)
def _graphs_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "EXACT_BELOW", 1)


def _contents(version: int = 3, seed: int = 0, views: int = 200) -> Contents:
    skus = [f"p{row % 20}" for row in range(views)]
    products = {sku: Product(sku) for sku in skus}
    return Contents(version, products, random_units(views, seed=seed), np.arange(views), skus)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    open_index(tmp_path / "shop.gallery", MODEL, _contents())
    return tmp_path / "shop.gallery"


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry each time a graph is built."""
    count: list[int] = []
    build = ViewIndex.build
    monkeypatch.setattr(ViewIndex, "build", lambda *given: (count.append(1), build(*given))[1])
    return count


def test_a_fitting_cache_is_used_and_answers_the_same(path: Path, builds: list[int]) -> None:
    found = open_index(path, MODEL, _contents()).search(QUERIES, 7)
    assert builds == []
    fresh = ViewIndex.build(_contents().vectors, _contents().view_ids).search(QUERIES, 7)
    np.testing.assert_array_equal(found.rows, fresh.rows)
    np.testing.assert_array_equal(found.distances, fresh.distances)
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "shop.gallery.hnsw",
        "shop.gallery.hnsw.json",
    ]


@pytest.mark.parametrize(
    ("model", "contents"),
    [
        (OTHER_MODEL, _contents()),
        (MODEL, _contents(version=4)),
        (MODEL, _contents(views=199)),
        (MODEL, _contents(seed=1)),  # as after a gallery was deleted and enrolled anew
    ],
)
def test_a_stale_cache_is_built_anew(path: Path, builds: list[int], model: str, contents: Contents) -> None:
    found = open_index(path, model, contents).search(QUERIES, 1)
    assert builds == [1]
    nearest = (QUERIES @ contents.vectors.T).argmax(axis=1)
    np.testing.assert_array_equal(found.rows[:, 0], nearest)
    open_index(path, model, contents)
    assert builds == [1]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["shop.gallery.hnsw", "shop.gallery.hnsw.json"])
@pytest.mark.parametrize(
    "harm",
    [
        Path.unlink,
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
    ],
)
def test_a_damaged_cache_is_said_in_the_log_and_built_anew(
    path: Path, builds: list[int], name: str, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(path.with_name(name))
    with caplog.at_level(logging.INFO, "gallery"):
        found = open_index(path, MODEL, _contents()).search(QUERIES, 1)
    assert builds == [1]
    assert "built anew" in caplog.text
    np.testing.assert_array_equal(found.rows[:, 0], (QUERIES @ _contents().vectors.T).argmax(axis=1))


def test_a_cache_that_cannot_be_written_stops_no_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "shop.gallery.hnsw").mkdir()
    found = open_index(tmp_path / "shop.gallery", MODEL, _contents())
    assert len(found) == 200
    assert "could not be kept" in caplog.text
    assert [each.name for each in tmp_path.iterdir()] == ["shop.gallery.hnsw"]


def test_a_small_gallery_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "EXACT_BELOW", 201)
    assert open_index(tmp_path / "shop.gallery", MODEL, _contents()).exact
    assert list(tmp_path.iterdir()) == []
