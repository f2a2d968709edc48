"""Targets: what the gallery's scale was promised to be, and whether this run shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edge.bench.gallery.results import Report, Result, ShopResult, SizeResult
from edge.bench.gallery.subjects import OURS

SLOWER, MEMORY, MEMORY_FROM = 1.10, 1.3, 100_000
"""How much slower than the best peer, and larger than vectors and links, ours may be; fewer views than the
last take less than 150 MB, of which what SQLite takes for itself is a large share."""

RECALLS = ((100_000, 0.99), (1_000_000, 0.98))
"""Recall@7 asked for, by the most views it holds for."""
SHOP_VIEWS, OPEN_S, VISIBLE_S, FRAME_MS = 100_000, 2.0, 1.0, 1000 / 30


@dataclass(frozen=True, slots=True)
class Target:
    """One target at one size: what was asked, what was measured, and whether it is met."""

    views: int
    asked: str
    measured: str
    met: bool


def targets(report: Report) -> list[Target]:
    """Every target that the run can speak of."""
    return [target for size in report.sizes for target in _of_size(size)]


def _of_size(size: SizeResult) -> Iterator[Target]:
    ours = next((result for result in size.results if result.subject == OURS and result.points), None)
    if ours is not None:
        yield from _of_index(size, ours)
    if size.shop is not None and size.views <= SHOP_VIEWS:
        yield from _of_shop(size.views, size.shop)


def _of_index(size: SizeResult, ours: Result) -> Iterator[Target]:
    wanted = next((least for views, least in RECALLS if size.views <= views), None)
    if wanted is not None:
        found = ours.points[0].recall
        yield Target(size.views, f"recall@7 >= {wanted}", f"{found:.4f}", found >= wanted)
    best = best_peer(size)
    if best is not None and best.equal is not None:
        times = 1 / best.equal.times_ours
        measured = f"{times:.2f}x {best.subject}, {ours.points[0].p50_us:.0f} by {best.equal.p50_us:.0f} µs"
        yield Target(size.views, "time <= 1.10x the best peer of equal recall", measured, times <= SLOWER)
    if ours.memory and size.views >= MEMORY_FROM:
        share = ours.memory / (size.raw_bytes + size.links_bytes)
        yield Target(size.views, "memory <= 1.3x vectors + links", f"{share:.2f}x", share <= MEMORY)


def best_peer(size: SizeResult) -> Result | None:
    """The fastest peer that finds as much as ours does."""
    peers = [result for result in size.results if result.subject != OURS and result.equal is not None]
    return min(peers, key=lambda peer: peer.equal.times_ours if peer.equal else 0.0, default=None)


def _of_shop(views: int, shop: ShopResult) -> Iterator[Target]:
    if shop.failed:
        yield Target(views, "a gallery's file is opened and enrolled into", shop.failed, False)
        return
    for asked, value, most, unit in (
        ("opened and asked in < 2 s", shop.open_s, OPEN_S, "s"),
        ("a new product is known in < 1 s", shop.visible_s, VISIBLE_S, "s"),
        ("no pause of more than a frame (33 ms)", shop.pause_ms, FRAME_MS, "ms"),
    ):
        yield Target(views, asked, f"{value:.2f} {unit}", value < most)
