"""The thread that looks after the index of a running till."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from index.oracle import assert_exact
from index.shop import SKUS, VECTORS, enrol, live, lower_limits, make_shop
from shelf import item, open_gallery, random_units, view

from gallery import Gallery, GalleryError, Product, Recogniser
from gallery.index import keep_graph, limits, recall, sidecar, tending
from gallery.index.graph import Graph

QUERIES = random_units(10, seed=4)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gallery]:
    lower_limits(monkeypatch)
    with make_shop(tmp_path / "shop.gallery") as opened:
        yield opened


def _shape(till: Recogniser) -> list[tuple[str, int]]:
    return [(type(part).__name__, len(part)) for part in till._snapshot.index.parts if len(part)]


def _assert_right(till: Recogniser, gallery: Gallery) -> None:
    vectors, view_ids, _ = gallery.matrix()
    assert till.version == gallery.version
    assert_exact(till._snapshot.index, vectors, view_ids, QUERIES, 7)


def test_a_graph_is_built_and_kept_while_the_till_answers(shop: Gallery) -> None:
    till = Recogniser(shop, 0.8)
    _assert_right(till, shop)
    till.settle()
    assert _shape(till) == [("Graph", 200)]
    _assert_right(till, shop)
    with shop.moment():
        graph, stamp = sidecar.load(shop, live(shop))
    assert len(graph) == 200
    assert set(stamp.spread) == set(SKUS[:200])


def test_a_kept_graph_is_proved_and_not_written_again(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep_graph(shop)
    written = sidecar.graph_path(shop.path).stat().st_mtime_ns
    monkeypatch.setattr(Graph, "build", None)
    with caplog.at_level(logging.INFO, "gallery"):
        till = Recogniser(shop, 0.8)
        till.settle()
    assert "recall at 7 is" in caplog.text
    assert _shape(till) == [("Graph", 200)]
    assert sidecar.graph_path(shop.path).stat().st_mtime_ns == written


def test_a_kept_graph_below_the_floor_is_said_and_built_anew(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep_graph(shop)
    tune, first = recall.tune, []
    monkeypatch.setattr(recall, "tune", lambda *given: tune(*given) if first else first.append(1) or 0.5)
    till = Recogniser(shop, 0.8)
    before = till._snapshot.index.parts[0]
    till.settle()
    assert "finds only 50.0 %" in caplog.text
    after = till._snapshot.index.parts[0]
    assert isinstance(before, Graph)
    assert isinstance(after, Graph)
    assert after.raw is not before.raw
    _assert_right(till, shop)


def test_what_comes_is_put_into_a_graph_when_it_is_much(shop: Gallery) -> None:
    till = Recogniser(shop, 0.8)
    till.settle()
    enrol(shop, range(200, 215))
    till.refresh(wait=True)
    till.settle()
    assert _shape(till) == [("Graph", 200), ("Matrix", 15)]
    enrol(shop, range(215, 300))
    shop.remove("p003")
    till.refresh(wait=True)
    till.settle()
    assert _shape(till) == [("Graph", 295)]
    _assert_right(till, shop)


def test_views_that_come_and_go_while_a_graph_is_built(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    make = tending.make

    def slow(source: object) -> object:
        begun.set()
        assert go_on.wait(20)
        return make(source)  # type: ignore[arg-type]

    monkeypatch.setattr(tending, "make", slow)
    till = Recogniser(shop, 0.8)
    assert begun.wait(20)
    shop.remove("p003")
    enrol(shop, range(200, 210))
    till.refresh(wait=True)
    _assert_right(till, shop)
    go_on.set()
    till.settle()
    assert _shape(till) == [("Graph", 195), ("Matrix", 10)]
    _assert_right(till, shop)


def test_a_gallery_read_anew_meanwhile_does_not_get_parts_of_the_old_one(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    make = tending.make

    def slow(source: object) -> object:
        made = make(source)  # type: ignore[arg-type]
        begun.set()
        assert go_on.wait(20)
        return made

    monkeypatch.setattr(tending, "make", slow)
    till = Recogniser(shop, 0.8)
    assert begun.wait(20)
    enrol(shop, range(200, 210))
    shop.compact(shop.version)
    till.refresh(wait=True)
    go_on.set()
    till.settle()
    _assert_right(till, shop)
    assert _shape(till)[0] == ("Graph", 210)


def test_closing_leaves_a_graph_half_built(shop: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Event()
    until = tending._until

    def slow(stopped: object, reading: object) -> object:
        def one(view_ids: np.ndarray) -> np.ndarray:
            read.set()
            time.sleep(0.05)
            return until(stopped, reading)(view_ids)  # type: ignore[arg-type]

        return one

    monkeypatch.setattr(tending, "_until", slow)
    till = Recogniser(shop, 0.8)
    assert read.wait(20)
    till.close()
    till.close()
    assert _shape(till) == [("Matrix", 200)]
    assert not sidecar.exists(shop.path)
    _assert_right(till, shop)


def test_a_gallery_that_cannot_be_read_is_said_and_answers_go_on(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise GalleryError("the disk is gone", "put it back")

    monkeypatch.setattr(tending, "make", broken)
    till = Recogniser(shop, 0.8)
    till.settle()
    assert "the disk is gone" in caplog.text
    _assert_right(till, shop)


def test_a_folder_that_cannot_be_written_is_said(shop: Gallery, caplog: pytest.LogCaptureFixture) -> None:
    sidecar.graph_path(shop.path).mkdir()
    till = Recogniser(shop, 0.8)
    till.settle()
    assert "could not be kept" in caplog.text
    assert _shape(till) == [("Graph", 200)]
    _assert_right(till, shop)


def test_reading_while_the_gallery_and_its_index_change(
    shop: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIDE", 10)
    till = Recogniser(shop, 0.8)
    stop, failures = threading.Event(), []

    def watch() -> None:
        while not stop.is_set():
            found = till.recognise(VECTORS[:200:5])
            wrong = [row for row, one in enumerate(found) if one.candidates[0].sku != SKUS[row * 5]]
            failures.extend(wrong)

    threads = [threading.Thread(target=watch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(12):
        shop.enroll([(Product(f"new{number}"), [view(f"{number}/{each}") for each in range(4)])])
        if number % 3 == 2:
            shop.remove(f"new{number - 1}")
        till.refresh(wait=True)
    till.settle()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    _assert_right(till, shop)


def test_one_product_is_seen_at_once_and_no_frame_waits_for_it(tmp_path: Path) -> None:
    """Bounds are wide, for a busy machine; `docs/scale.md` tells of the full size."""
    vectors = random_units(limits.EXACT_BELOW + 1000, seed=1)
    path = tmp_path / "big.gallery"
    with open_gallery(path) as big:
        big.enroll((Product(f"p{row // 10}"), [view(f"{row}", each)]) for row, each in enumerate(vectors))
        keep_graph(big)
        till = Recogniser(big, 0.8)
        till.settle()
        pauses, stop = [], threading.Event()

        def watch() -> None:
            last = time.perf_counter()
            while not stop.is_set():
                till.recognise(vectors[:1])
                now = time.perf_counter()
                pauses.append(now - last)
                last = now

        watcher = threading.Thread(target=watch)
        watcher.start()
        time.sleep(0.3)
        usual = max(pauses)
        pauses.clear()
        big.enroll([item("new", "1", "2")])
        start = time.perf_counter()
        while till.product("new") is None and time.perf_counter() < start + 10:
            till.refresh()
            time.sleep(0.005)
        seen = time.perf_counter() - start
        stop.set()
        watcher.join()
        assert till.recognise(view("new/1").vector[None])[0].sku == "new"
        assert seen < 1
        assert np.sort(pauses)[-2] < 0.1 + 2 * usual
