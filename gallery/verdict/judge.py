"""Judge: a verdict on each of some products, in the gallery as it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.verdict.confusion import confusions, rivals_of, show_rivals
from gallery.verdict.copies import copies
from gallery.verdict.forecast import Forecast
from gallery.verdict.left_out import LeftOut, Progress, leave_out
from gallery.verdict.product_verdict import ProductVerdict
from gallery.verdict.stock import Stock
from gallery.verdict.stray import LIKE_SHARE, stray_of


def judge(
    stock: Stock,
    skus: Sequence[str],
    one_side: float,
    looks: Mapping[str, NDArray[np.float32]] | None = None,
    progress: Progress | None = None,
) -> list[ProductVerdict]:
    """Judge products by their views.

    Every view of theirs is left out in turn, with its copies, and shown to the till; so are the views of the
    products that lie nearest, which may suffer from them.

    Args:
        stock: the gallery as it would be.
        skus: the products to judge, each in `stock`.
        one_side: L2 distance that the most different views of a product must reach, or it is one-sided.
        looks: by SKU, small grey pictures of its views in the order of their rows; see `copies`.
        progress: told how many views are shown, of how many.

    Returns:
        A verdict for each of `skus`.
    """
    copy_of = np.arange(len(stock.skus))
    rows = {sku: stock.rows[sku] for sku in skus}
    for sku, mine in rows.items():
        copy_of[mine] = mine[copies(stock.vectors[mine], (looks or {}).get(sku))]
    distinct = [mine[copy_of[mine] == mine] for mine in rows.values()]
    shown: dict[str, list[LeftOut]] = {sku: [] for sku in rows}
    for answer in leave_out(stock, np.concatenate([np.zeros(0, np.int64), *distinct]), copy_of, progress):
        shown[answer.sku].append(answer)
    rivals = {sku: rivals_of(stock, answers) for sku, answers in shown.items()}
    rest = sorted({rival for some in rivals.values() for rival in some} - shown.keys())
    everyone = {**show_rivals(stock, rest), **shown}
    back = {sku: {rival: everyone[rival] for rival in some} for sku, some in rivals.items()}
    return [_verdict(stock, copy_of, shown[sku], back[sku], one_side) for sku in rows]


def _verdict(
    stock: Stock,
    copy_of: NDArray[np.int64],
    shown: list[LeftOut],
    back: Mapping[str, Sequence[LeftOut]],
    one_side: float,
) -> ProductVerdict:
    rows = stock.rows[shown[0].sku]
    groups = [rows[copy_of[rows] == first] for first in np.unique(copy_of[rows])]
    reach = _reach(stock.vectors[rows])
    met = confusions(stock, shown, back)
    like = {one.sku for one in met if one.share >= LIKE_SHARE}
    strays = [stray_of(answer) for answer in shown]
    return ProductVerdict(
        sku=shown[0].sku,
        rows=tuple(rows.tolist()),
        forecast=Forecast.of(shown),
        confusions=met,
        strays=tuple(stray for stray in strays if stray is not None and stray.sku not in like),
        copies=tuple(tuple(group.tolist()) for group in groups if len(group) > 1),
        reach=reach,
        one_sided=len(groups) > 1 and reach < one_side,
        closest=_closest(shown),
    )


def _reach(vectors: NDArray[np.float32]) -> float:
    return float(np.sqrt(max(0.0, 2 - 2 * float((vectors @ vectors.T).min()))))


def _closest(shown: Sequence[LeftOut]) -> tuple[str, float] | None:
    near = [
        (distance, sku)
        for answer in shown
        for sku, (_, distance) in answer.nearest.items()
        if sku != answer.sku
    ]
    return (min(near)[1], min(near)[0]) if near else None
