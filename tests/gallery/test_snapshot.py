"""A version followed from an older one decides as the same version read anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from index.shop import SKUS, VECTORS, enrol, lower_limits, make_shop
from shelf import random_units, unit, view

from gallery import Gallery, Product, Thresholds, Verdict, snapshot
from gallery.index import ViewIndex
from gallery.neighbours import Neighbours
from gallery.snapshot import Settings, Snapshot

SETTINGS = Settings(0.8, None)
QUERIES = np.concatenate([VECTORS[::7], random_units(5, seed=8)])


@pytest.fixture(params=[10_000, 100])
def shop(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gallery]:
    lower_limits(monkeypatch, exact_below=request.param, side=1000)
    with make_shop(tmp_path / "shop.gallery") as opened:
        yield opened


def _read(gallery: Gallery, settings: Settings = SETTINGS) -> Snapshot:
    return snapshot.read(gallery, settings)[0]


def _follow(before: Snapshot, gallery: Gallery, settings: Settings = SETTINGS) -> Snapshot | None:
    followed = snapshot.follow(before, gallery, settings)
    if followed is None:
        return None
    after, changes = followed
    index = before.index.changed(changes.added_ids, changes.added_vectors, changes.removed_ids)
    return replace(after, index=index)


def _assert_same(one: Snapshot | None, other: Snapshot) -> None:
    assert one is not None
    assert (one.version, one.state) == (other.version, other.state)
    assert dict(one.products) == dict(other.products)
    assert dict(one.groups) == dict(other.groups)
    assert one.thresholds == other.thresholds
    assert one.skus.view_ids.tolist() == other.skus.view_ids.tolist()
    assert list(one.skus.names) == list(other.skus.names)
    assert one.recognise(QUERIES) == other.recognise(QUERIES)


CHANGES: list[Callable[[Gallery], object]] = [
    lambda gallery: enrol(gallery, range(200, 230)),
    lambda gallery: gallery.enroll([(Product("p001", "named", 199, "EUR"), [])]),
    lambda gallery: gallery.remove(["p000", "p007"]),
    lambda gallery: gallery.reject("p001", [view("not this", VECTORS[5])]),
    lambda gallery: gallery.reject(None, [view("nothing", VECTORS[11])]),
    lambda gallery: gallery.group("tins", ["p002", "p003"]),
    lambda gallery: gallery.group("cans", ["p003", "p004"]),
    lambda gallery: gallery.ungroup("tins"),
    lambda gallery: gallery.rollback(2),
]


def test_one_change_at_a_time(shop: Gallery) -> None:
    now = _read(shop)
    for change in CHANGES:
        change(shop)
        followed = _follow(now, shop)
        _assert_same(followed, _read(shop))
        assert followed is not None
        now = followed


def test_all_changes_at_once(shop: Gallery) -> None:
    before = _read(shop)
    for change in CHANGES:
        change(shop)
    _assert_same(_follow(before, shop), _read(shop))


def test_a_history_that_is_gone_is_read_anew(shop: Gallery) -> None:
    before = _read(shop)
    enrol(shop, range(200, 205))
    shop.compact(shop.version)
    assert _follow(before, shop) is None


def test_a_version_of_another_file_is_read_anew(shop: Gallery) -> None:
    enrol(shop, range(200, 205))
    before = replace(_read(shop), state="00" * 32)
    shop.remove("p000")
    assert _follow(before, shop) is None


def test_given_thresholds_decide(shop: Gallery) -> None:
    given = Settings(0.8, Thresholds(1e-6, 0.0))
    before = _read(shop, given)
    assert before.own is None
    shop.remove("p000")
    after = _follow(before, shop, given)
    assert after is not None
    assert after.thresholds == Thresholds(1e-6, 0.0)
    assert _follow(after, shop, SETTINGS) is None  # its own were never measured


def test_a_negative_view_is_obeyed(shop: Gallery) -> None:
    seen = unit(VECTORS[:1] + 0.3 * random_units(1, seed=6))
    assert _read(shop).recognise(seen)[0].sku == SKUS[0]
    shop.reject(SKUS[0], [view("not this", seen[0])])
    assert SKUS[0] not in {each.sku for each in _read(shop).recognise(seen)[0].candidates}
    shop.unreject(SKUS[0])
    assert _read(shop).recognise(seen)[0].sku == SKUS[0]
    shop.reject(None, [view("nothing", seen[0])])
    assert _read(shop).recognise(seen)[0].verdict is Verdict.UNKNOWN


def test_a_group_is_asked_about(shop: Gallery) -> None:
    settings = Settings(0.8, Thresholds(1.9, 0.0))
    assert _read(shop, settings).recognise(VECTORS[:1])[0].verdict is Verdict.ACCEPT
    other = _read(shop, settings).recognise(VECTORS[:1])[0].candidates[1].sku
    shop.group("alike", [SKUS[0], other])
    assert _read(shop, settings).groups[other] == {SKUS[0], other}
    assert _read(shop, settings).recognise(VECTORS[:1])[0].verdict is Verdict.ASK


def test_nothing_is_refused_for_what_a_graph_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lower_limits(monkeypatch, exact_below=100, side=1000)
    with make_shop(tmp_path / "shop.gallery") as shop:
        vectors, view_ids, _ = shop.matrix()
        seen = replace(_read(shop), index=ViewIndex.build(vectors, view_ids))
        assert not seen.index.exact
        expected = [decision.sku for decision in seen.recognise(VECTORS[:20])]
        monkeypatch.setattr(ViewIndex, "search", _blind(ViewIndex.search))
        assert [decision.sku for decision in seen.recognise(VECTORS[:20])] == expected
        assert None not in expected


def _blind(search: Callable[..., Neighbours]) -> Callable[..., Neighbours]:
    """A search that misses the nearest half unless it is thorough."""

    def half(index: object, queries: np.ndarray, k: int, *, thorough: bool = False) -> Neighbours:
        found = search(index, queries, k, thorough=thorough)
        return found if thorough else Neighbours(found.distances[:, k // 2 :], found.labels[:, k // 2 :])

    return half


def test_only_a_refusal_that_counts_is_searched_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(monkeypatch, exact_below=100, side=1000)
    with make_shop(tmp_path / "shop.gallery") as shop:
        vectors, view_ids, _ = shop.matrix()
        strict = Thresholds(1e-6, 0.0)
        seen = replace(_read(shop), index=ViewIndex.build(vectors, view_ids), thresholds=strict)
        strangers = random_units(4, seed=8)
        asked: list[tuple[int, bool]] = []
        search = ViewIndex.search

        def told(index: ViewIndex, queries: np.ndarray, k: int, *, thorough: bool = False) -> Neighbours:
            asked.append((len(queries), thorough))
            return search(index, queries, k, thorough=thorough)

        monkeypatch.setattr(ViewIndex, "search", told)
        assert {one.verdict for one in seen.recognise(strangers)} == {Verdict.UNKNOWN}
        seen.recognise(strangers, [False, True, False, True])
        seen.recognise(strangers, [False] * 4)
        assert asked == [(4, False), (4, True), (4, False), (2, True), (4, False)]
