"""The graph beside a gallery: kept up to date, and never believed without proof."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from index.oracle import assert_exact
from index.shop import SKUS, VECTORS, enrol, live, lower_limits, make_shop
from shelf import OTHER_MODEL, random_units

from gallery import Gallery
from gallery.index import check_cache, graph, keep_graph, limits, open_index, recall, sidecar
from gallery.index.graph import Graph

QUERIES = random_units(10, seed=4)


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    lower_limits(monkeypatch)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Gallery]:
    with make_shop(tmp_path / "shop.gallery") as opened:
        assert keep_graph(opened) is not None
        yield opened


def _assert_used(gallery: Gallery, added: int = 0) -> None:
    with gallery.moment():
        opened = open_index(gallery, live(gallery))
    assert opened.stamp is not None
    assert len(opened.index.parts[-1]) == added
    _assert_right(gallery)


def _assert_right(gallery: Gallery) -> None:
    vectors, view_ids, _ = gallery.matrix()
    with gallery.moment():
        index = open_index(gallery, view_ids).index
    assert_exact(index, vectors, view_ids, QUERIES, 7)


def _assert_not_used(gallery: Gallery, why: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "gallery"), gallery.moment():
        opened = open_index(gallery, live(gallery))
    assert opened.stamp is None
    assert opened.index.exact
    assert "is built anew" in caplog.text
    assert why in caplog.text
    _assert_right(gallery)
    problem = check_cache(gallery)
    assert problem is not None
    assert why in problem
    assert keep_graph(gallery) is not None
    assert check_cache(gallery) is None
    _assert_used(gallery)


def test_a_kept_graph_is_used_and_keeping_it_again_does_nothing(shop: Gallery) -> None:
    _assert_used(shop)
    assert keep_graph(shop) is None
    assert check_cache(shop) is None
    names = sorted(each.name for each in shop.path.parent.iterdir() if ".hnsw" in each.name)
    assert names == ["shop.gallery.hnsw", "shop.gallery.hnsw.json"]


def test_opening_reads_only_the_vectors_that_the_graph_lacks(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(shop, range(200, 205))
    asked: list[int] = []
    read = Gallery.vectors
    monkeypatch.setattr(
        Gallery,
        "vectors",
        lambda self, ids=None: asked.append(-1 if ids is None else len(ids)) or read(self, ids),
    )
    with shop.moment():
        open_index(shop, live(shop))
    assert -1 not in asked
    assert sum(asked) <= 64 + 5  # a sample to compare, and what came


def test_progress_is_told_where_something_is_done(shop: Gallery) -> None:
    told: list[tuple[int, int]] = []
    assert keep_graph(shop, lambda done, total: told.append((done, total))) is None
    assert told == []
    sidecar.discard(shop.path)
    assert keep_graph(shop, lambda done, total: told.append((done, total))) is not None
    assert told[-1] == (600, 600)
    assert told == sorted(told)


def test_a_graph_that_serves_is_not_even_loaded(shop: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Graph, "load", None)
    enrol(shop, range(200, 205))
    assert keep_graph(shop) is None


def test_a_graph_of_an_older_version_serves_until_it_lacks_much(shop: Gallery) -> None:
    enrol(shop, range(200, 210))
    shop.remove(SKUS[0])
    assert keep_graph(shop) is None
    _assert_used(shop, added=10)
    enrol(shop, range(210, 220))
    words = keep_graph(shop)
    assert words is not None
    assert "indexed 215 views" in words
    _assert_used(shop)


def test_what_came_is_added_and_the_rest_is_not_built_again(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Graph, "build", None)
    enrol(shop, range(200, 300))
    assert keep_graph(shop) is not None
    _assert_used(shop)


def test_much_removed_is_built_anew(shop: Gallery) -> None:
    for number in range(9):
        shop.remove(f"p{number:03d}")
    assert keep_graph(shop) is not None
    assert Graph.load(sidecar.graph_path(shop.path), 16).view_ids.tolist() == live(shop).tolist()
    _assert_used(shop)


def test_after_a_rollback_the_graph_still_serves(shop: Gallery) -> None:
    version = shop.version
    shop.remove(SKUS[0])
    enrol(shop, range(200, 205))
    shop.rollback(version)
    _assert_used(shop, added=5)  # the views that came back have new ids


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [
        Path.unlink,
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    ],
)
@pytest.mark.parametrize("of", [sidecar.graph_path, sidecar.stamp_path])
def test_a_damaged_or_missing_file_is_said_and_not_used(
    shop: Gallery, of: Callable[[Path], Path], harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    harm(of(shop.path))
    _assert_not_used(shop, "", caplog)


def test_each_fact_of_the_stamp_is_sealed(shop: Gallery, caplog: pytest.LogCaptureFixture) -> None:
    path = sidecar.stamp_path(shop.path)
    facts = json.loads(path.read_text("utf-8"))
    facts["effort"] = 1
    path.write_text(json.dumps(facts), "utf-8")
    _assert_not_used(shop, "its stamp is damaged", caplog)


def test_a_graph_of_another_gallery_is_not_used(
    shop: Gallery, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with make_shop(tmp_path / "other.gallery", range(100, 300)) as other:
        _copy(shop, other)
        _assert_not_used(other, "does not know its version", caplog)


def test_a_graph_of_the_same_content_with_other_ids_is_not_used(
    shop: Gallery, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with make_shop(
        tmp_path / "other.gallery", range(199, -1, -1)
    ) as other:  # the same views, enrolled last first
        assert (other.state, other.version) == (shop.state, shop.version)
        _copy(shop, other)
        with other.moment():
            assert open_index(other, live(other)).stamp is None
        assert "holds other vectors" in caplog.text
        assert "holds other vectors" in (check_cache(other) or "")
        _assert_right(other)


def _copy(one: Gallery, other: Gallery) -> None:
    for of in (sidecar.graph_path, sidecar.stamp_path):
        shutil.copy(of(one.path), of(other.path))


def test_a_graph_and_a_stamp_of_two_writers_are_not_used(
    shop: Gallery, caplog: pytest.LogCaptureFixture
) -> None:
    stamp = sidecar.stamp_path(shop.path).read_bytes()
    enrol(shop, range(200, 300))
    keep_graph(shop)
    sidecar.stamp_path(shop.path).write_bytes(stamp)
    _assert_not_used(shop, "it is damaged", caplog)


def test_a_graph_of_another_model_is_not_used(shop: Gallery, caplog: pytest.LogCaptureFixture) -> None:
    path = sidecar.stamp_path(shop.path)
    stamp = sidecar.Stamp.model_validate_json(path.read_bytes())
    path.write_text(stamp.model_copy(update={"model": OTHER_MODEL}).sealed().model_dump_json(), "utf-8")
    _assert_not_used(shop, "of another model", caplog)


def test_a_forgotten_history_takes_its_graph_with_it(shop: Gallery, caplog: pytest.LogCaptureFixture) -> None:
    enrol(shop, range(200, 205))
    shop.compact(shop.version)
    _assert_not_used(shop, "does not know its version", caplog)


def test_one_that_finds_too_little_is_told_by_a_check(shop: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "recall", lambda *_: 0.5)
    problem = check_cache(shop)
    assert problem is not None
    assert "finds only 50.0%" in problem


def test_a_small_gallery_has_no_graph(shop: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 201)
    _assert_right(shop)
    assert check_cache(shop) is None
    assert keep_graph(shop) is None
    assert not sidecar.exists(shop.path)


def test_a_graph_that_cannot_be_written_stops_no_one(tmp_path: Path) -> None:
    with make_shop(tmp_path / "shop.gallery") as gallery:
        sidecar.graph_path(gallery.path).mkdir()
        words = keep_graph(gallery)
        assert words is not None
        assert "could not be kept" in words
        _assert_right(gallery)
        assert not [each.name for each in tmp_path.iterdir() if each.name.endswith(".new")]


def test_a_full_disk_is_noticed_though_hnswlib_does_not_say_so(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(self: Graph, path: Path) -> None:
        self.raw.save_index(str(path))
        os.truncate(path, 100)

    before = sidecar.graph_path(shop.path).read_bytes()
    monkeypatch.setattr(graph.Graph, "save", cut_short)
    enrol(shop, range(200, 300))
    words = keep_graph(shop)
    assert words is not None
    assert "cut short" in words
    assert sidecar.graph_path(shop.path).read_bytes() == before
    _assert_used(shop, added=100)


def test_views_that_the_graph_does_not_find_are_found_after_it_is_loaded(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Graph.search
    with monkeypatch.context() as patch:
        hidden = np.array([3, 77])
        patch.setattr(Graph, "search", lambda self, *given: search(self.without(hidden), *given))
        sidecar.discard(shop.path)
        keep_graph(shop)
    with shop.moment():
        opened = open_index(shop, live(shop))
    assert opened.stamp is not None
    assert opened.stamp.unreachable == (3, 77)
    assert opened.index.parts[1].view_ids.tolist() == [3, 77]
    assert opened.index.search(VECTORS[[2, 76]], 1).labels.tolist() == [[3], [77]]
