from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from risk.calibrations import calibration
from shelf import DIMENSION, MODEL, OTHER_MODEL, clusters, item, open_gallery, random_units, view

from gallery import Decision, Gallery, GalleryError, Product, Recogniser, Thresholds, Verdict, from_gallery
from gallery.index import limits


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        vectors, skus = clusters(10, 6)
        opened.enroll(
            (Product(sku, f"Product {sku}"), [view(f"{row}", vectors[row])])
            for row, sku in enumerate(skus)
            if row % 6 < 4
        )
        yield opened


QUERIES, NAMES = clusters(10, 6)


def test_new_views_of_enrolled_products_are_recognised(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    decisions = till.recognise(QUERIES)
    assert [decision.sku for decision in decisions] == NAMES
    assert till.product("p003") == Product("p003", "Product p003")
    assert till.product("none") is None
    vectors, _, skus = gallery.matrix()
    assert till.thresholds == from_gallery(vectors, skus, 0.8)


def test_nothing_seen_and_nothing_enrolled(gallery: Gallery, tmp_path: Path) -> None:
    assert Recogniser(gallery, 0.8).recognise(np.empty((0, DIMENSION), np.float32)) == []
    with open_gallery(tmp_path / "empty.gallery") as empty:
        till = Recogniser(empty, 0.8)
        assert [each.verdict for each in till.recognise(QUERIES[:2])] == [Verdict.UNKNOWN] * 2
        assert till.recognise(QUERIES[:1])[0].candidates == ()
        assert till.thresholds.distance == 0.8


def test_given_thresholds_are_kept_through_a_refresh(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8, Thresholds(1e-6, 0.0))
    gallery.remove("p000")
    assert till.refresh(wait=True)
    assert {each.verdict for each in till.recognise(random_units(5, seed=3))} == {Verdict.UNKNOWN}
    assert till.thresholds == Thresholds(1e-6, 0.0)


def test_a_refresh_takes_in_what_was_enrolled_and_removed(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    assert not till.refresh(wait=True)
    gallery.enroll([item("new", "1")])
    gallery.remove("p003")
    fresh = view("new/1").vector[None]
    assert till.recognise(fresh)[0].sku is None
    assert till.refresh(wait=True)
    assert till.version == gallery.version
    assert till.recognise(fresh)[0].sku == "new"
    assert till.product("p003") is None
    assert "p003" not in {each.sku for each in till.recognise(QUERIES)}
    assert not till.refresh()


def test_a_gallery_that_broke_is_said_and_the_old_state_answers_on(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    gallery.enroll([item("new", "1")])
    gallery._file.connection.execute("UPDATE views SET vector = x'00' WHERE id = 1")
    with pytest.raises(GalleryError, match="damaged"):
        till.refresh(wait=True)
    assert till.version == 1
    assert till.recognise(QUERIES[:1])[0].sku == "p000"


def test_the_large_way_answers_as_the_small_one(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Recogniser(gallery, 0.8).recognise(QUERIES)
    monkeypatch.setattr(limits, "EXACT_BELOW", 5)
    monkeypatch.setattr(limits, "SIDE", 5)
    till = Recogniser(gallery, 0.8)
    assert till.recognise(QUERIES) == small  # all are compared until the graph is there
    till.settle()
    _assert_alike(till.recognise(QUERIES), small)
    assert gallery.path.with_name("shop.gallery.hnsw").exists()
    _assert_alike(Recogniser(gallery, 0.8).recognise(QUERIES), small)


def _assert_alike(some: list[Decision], others: list[Decision]) -> None:
    """The same but for the last digit of a distance, which hnswlib sums up in another order."""
    for one, other in zip(some, others, strict=True):
        assert (one.verdict, one.sku) == (other.verdict, other.sku)
        assert [each.sku for each in one.candidates] == [each.sku for each in other.candidates]
        assert [each.distance for each in one.candidates] == pytest.approx(
            [each.distance for each in other.candidates], abs=1e-6
        )


def test_threads_may_recognise_while_the_gallery_changes(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    stop, failures = threading.Event(), []

    def watch() -> None:
        while not stop.is_set():
            for decision, name in zip(till.recognise(QUERIES), NAMES, strict=True):
                if decision.sku != name or till.product(name) is None:
                    failures.append((decision, name))

    threads = [threading.Thread(target=watch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(10):
        gallery.enroll([item(f"new{number}", "1")])
        till.refresh(wait=True)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert till.version == gallery.version


def test_a_gallery_moved_to_another_model_is_said_and_the_old_state_answers_on(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    with open_gallery(gallery.path) as other:
        ids = gallery.view_ids()[0].tolist()
        other.re_embed(OTHER_MODEL, 8, dict(zip(ids, random_units(len(ids), 8), strict=True)))
    for _ in range(2):
        with pytest.raises(GalleryError, match="start again with the --model"):
            till.refresh(wait=True)
    assert till.version == 1
    assert till.recognise(QUERIES[:1])[0].sku == "p000"


def test_a_calibration_decides_also_where_it_is_stale(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    assert (till.calibration, till.is_stale) == (None, False)
    kept = calibration(state=gallery.state, model=MODEL, version=gallery.version)
    gallery.keep_calibration(kept)
    assert till.refresh(wait=True)
    assert (till.calibration, till.is_stale) == (kept, False)
    assert till.thresholds == kept.thresholds()
    assert till.state == gallery.state
    gallery.enroll([item("new", "1")])
    till.refresh(wait=True)
    assert (till.calibration, till.is_stale) == (kept, True)
    assert till.thresholds == kept.thresholds()
    assert Recogniser(gallery, 0.8, Thresholds(0.5)).thresholds == Thresholds(0.5)


def test_a_failed_refresh_is_tried_again(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    till = Recogniser(gallery, 0.8)
    gallery.enroll([item("new", "1")])
    with monkeypatch.context() as patch:
        patch.setattr(Gallery, "inspect", lambda *_: (_ for _ in ()).throw(GalleryError("locked", "wait")))
        with pytest.raises(GalleryError, match="locked"):
            till.refresh(wait=True)
    assert till.refresh(wait=True)
    assert till.product("new") is not None
