"""Reports of the bench, made by hand."""

from __future__ import annotations

from edge.bench.gallery.results import Point, Report, Result, ShopResult, SizeResult
from edge.bench.gallery.subjects import OURS


def point(recall: float = 0.995, times: float = 1.0, effort: int | None = None) -> Point:
    return Point(effort=effort, recall=recall, p50_us=100 * times, p99_us=300 * times, times_ours=times)


def ours(recall: float = 0.995, memory: int = 120) -> Result:
    return Result(subject=OURS, memory=memory, points=(point(recall),), equal=point(recall))


def peer(name: str, times: float, equal: bool = True) -> Result:
    points = (point(0.9, times / 2, 8), point(0.996, times, 64))
    return Result(subject=name, memory=100, points=points, equal=points[1] if equal else None)


def report(*results: Result, views: int = 100_000, shop: ShopResult | None = None) -> Report:
    size = SizeResult(
        views=views, products=views // 10, raw_bytes=90, links_bytes=10, results=results, shop=shop
    )
    return Report(machine={"machine": "by hand"}, settings={}, sizes=(size,))
