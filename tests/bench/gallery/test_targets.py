"""Each target against results made by hand: met, and missed by little."""

from __future__ import annotations

import pytest
from bench.gallery.reports import ours, peer, report

from edge.bench.gallery.results import Report, Result, ShopResult
from edge.bench.gallery.targets import targets


def met(found: Report) -> dict[str, bool]:
    return {target.asked: target.met for target in targets(found)}


@pytest.mark.parametrize(
    ("views", "recall", "good"),
    [
        (100_000, 0.99, True),
        (100_000, 0.989, False),
        (1_000_000, 0.989, True),
        (1_000_000, 0.979, False),
    ],
)
def test_recall(views: int, recall: float, good: bool) -> None:
    verdicts = [ok for asked, ok in met(report(ours(recall), views=views)).items() if "recall@7" in asked]
    assert verdicts == [good]


@pytest.mark.parametrize(("times", "good"), [(1.5, True), (0.92, True), (0.90, False)])
def test_time_is_by_the_fastest_peer_that_finds_as_much(times: float, good: bool) -> None:
    found = report(
        ours(), peer("faiss hnsw", times), peer("faiss flat", 5), peer("usearch i8", 0.1, equal=False)
    )
    (target,) = [target for target in targets(found) if "time" in target.asked]
    assert target.met == good
    assert target.measured == f"{1 / times:.2f}x faiss hnsw, 100 by {100 * times:.0f} µs"


def test_without_peers_nothing_is_said_of_them() -> None:
    failed = Result(subject="faiss flat", failed="out of memory")
    assert not [asked for asked in met(report(ours(), failed)) if "peer" in asked]


@pytest.mark.parametrize(("memory", "good"), [(130, True), (131, False)])
def test_memory(memory: int, good: bool) -> None:
    assert met(report(ours(memory=memory)))["memory <= 1.3x vectors + links"] == good


def test_memory_is_not_judged_of_few_views_or_where_it_is_not_known() -> None:
    asked = "memory <= 1.3x vectors + links"
    assert asked not in met(report(ours(memory=900), views=10_000))
    assert asked not in met(report(ours(memory=0)))


def test_the_shop() -> None:
    good = ShopResult(open_s=1.9, visible_s=0.9, pause_ms=33.0)
    bad = ShopResult(open_s=2.1, visible_s=1.1, pause_ms=34.0)
    assert list(met(report(shop=good)).values()) == [True] * 3
    assert list(met(report(shop=bad)).values()) == [False] * 3
    assert list(met(report(shop=ShopResult(failed="no space"))).values()) == [False]
    assert not met(report(shop=bad, views=1_000_000))
