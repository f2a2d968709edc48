"""Left out: what the verdict says of real photos before they are enrolled, against what others then meet.

Prints the forecast beside what is realised, the pairs of products called confused, and the photos of another
product, slipped in, that are found.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from sets import embedded, embedder, photos

from edge.enroll.judge import ONE_SIDE
from edge.enroll.one_photo import prepare
from gallery.classify import LOOK, rank
from gallery.decision import Decision, decide
from gallery.negatives import Negatives
from gallery.neighbours import Neighbours
from gallery.thresholds import from_gallery
from gallery.verdict import ProductVerdict, Stock, judge

PRODUCTS_PHOTOS = (3, 5, 7, 10)


def stock_of(vectors: NDArray[np.float32], skus: list[str], fallback: float) -> Stock:
    """A gallery of these views."""
    return Stock(vectors, skus, from_gallery(vectors, skus, fallback), Negatives.none(vectors.shape[1]))


def recognised(stock: Stock, queries: NDArray[np.float32]) -> list[Decision]:
    """What the till says to other photos."""
    distances = np.sqrt(np.maximum(2 - 2 * queries @ stock.vectors.T, 0)).astype(np.float32)
    near = np.argsort(distances, axis=1)[:, :LOOK]
    ranked = rank(Neighbours(np.take_along_axis(distances, near, 1), near), stock.skus)
    return [decide(candidates, stock.thresholds) for candidates in ranked]


def split(skus: NDArray[np.str_], each: int, seed: int) -> tuple[list[int], list[int]]:
    """`each` photos of every class to enrol, up to 30 others to recognise."""
    rng = np.random.default_rng(seed)
    enrolled, others = [], []
    for sku in sorted(set(skus)):
        rows = rng.permutation(np.flatnonzero(skus == sku)).tolist()
        if len(rows) >= each + 4:
            enrolled += rows[:each]
            others += rows[each : each + 30]
    return enrolled, others


def forecast(verdicts: list[ProductVerdict], said: list[Decision], truth: list[str]) -> None:
    """Print shares predicted and realised, and how far the two are apart a product."""
    predicted = {
        key: sum(getattr(one.forecast, key) for one in verdicts)
        for key in ("right", "asked", "wrong", "refused")
    }
    views = sum(predicted.values())
    realised = Counter(
        "right" if one.sku == sku else "wrong" if one.sku else one.verdict.value
        for one, sku in zip(said, truth, strict=True)
    )
    print("   predicted", {key: round(count / views, 3) for key, count in predicted.items()})
    print("   realised ", {key: round(count / len(said), 3) for key, count in sorted(realised.items())})
    of = {one.sku: one.forecast.accuracy or 0.0 for one in verdicts}
    real = {sku: np.mean([d.sku == sku for d, t in zip(said, truth, strict=True) if t == sku]) for sku in of}
    off = np.array([of[sku] - real[sku] for sku in of])
    print(
        f"   a product: predicted less realised {off.mean():+.3f}, in the mean {np.abs(off).mean():.3f} apart"
    )


def met(stock: Stock, said: list[Decision], truth: list[str]) -> dict[frozenset[str], float]:
    """By pair of products, the larger share of one's other photos that met the other."""
    counts = Counter(truth)
    meetings: Counter[tuple[str, str]] = Counter()
    for one, sku in zip(said, truth, strict=True):
        if one.verdict.value == "unknown":
            continue
        best, *others = one.candidates
        level = [c for c in others if c.distance <= best.distance + stock.thresholds.margin]
        question = [best] if one.sku else [best, *level]
        meetings.update((sku, c.sku) for c in question if c.sku != sku)
    shares: dict[frozenset[str], float] = {}
    for (sku, other), count in meetings.items():
        pair = frozenset((sku, other))
        shares[pair] = max(shares.get(pair, 0.0), count / counts[sku])
    return shares


def main() -> None:
    """Print all of it."""
    model = embedder()
    size = (model.card.height, model.card.width)
    fallback = model.card.distance_threshold
    for name, paths in photos():
        vectors = embedded(model, [prepare(path, size).crop for path in paths])
        skus = np.array([path.parent.name for path in paths])
        for each in PRODUCTS_PHOTOS:
            enrolled, others = split(skus, each, 0)
            stock = stock_of(vectors[enrolled], skus[enrolled].tolist(), fallback)
            verdicts = judge(stock, list(stock.rows), ONE_SIDE * fallback)
            said, truth = recognised(stock, vectors[others]), skus[others].tolist()
            print(f"{name}, {each} photos a product:", dict(Counter(one.word.value for one in verdicts)))
            forecast(verdicts, said, truth)
            shares = met(stock, said, truth)
            called = {frozenset((one.sku, c.sku)) for one in verdicts for c in one.confused_with}
            bad = [pair for pair, share in shares.items() if share >= 0.1]
            print(
                f"   {len(called)} pairs called confused, "
                f"{np.mean([shares.get(p, 0) for p in called] or [0]):.2f} of "
                f"other photos are in the mean; of {len(bad)} pairs with 0.1 or more "
                f"{len(called & set(bad))} are called"
            )
            slip_in(stock, vectors, skus, enrolled, fallback)


def slip_in(
    stock: Stock, vectors: NDArray[np.float32], skus: NDArray[np.str_], enrolled: list[int], fallback: float
) -> None:
    """Give every fourth product a photo of another one, and see who is blamed."""
    rng = np.random.default_rng(1)
    names = sorted(stock.rows)
    rest = np.setdiff1d(np.arange(len(skus)), enrolled)
    more, owners = [], []
    for name in names[::4]:
        other = rest[(skus[rest] != name) & np.isin(skus[rest], names)]
        more.append(int(rng.choice(other)))
        owners.append(name)
    mixed = stock_of(np.concatenate([stock.vectors, vectors[more]]), [*stock.skus, *owners], fallback)
    strays = {s.row for one in judge(mixed, names, ONE_SIDE * fallback) for s in one.strays}
    found = sum(row >= len(stock.skus) for row in strays)
    print(
        f"   slipped in {len(more)}, found {found}; "
        f"of {len(stock.skus)} right photos blamed {len(strays) - found}"
    )


if __name__ == "__main__":
    main()
