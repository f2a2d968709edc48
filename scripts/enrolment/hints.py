"""Hints: whether the kind of view called missing is missing, on products drawn from known sides."""

from __future__ import annotations

import dataclasses
from collections import Counter

import cv2
import numpy as np
from left_out import recognised, stock_of
from sets import embedder

from edge.embed import Embedder
from edge.enroll.hints import Kind, hints
from edge.enroll.judge import ONE_SIDE
from edge.enroll.looks import looks
from edge.enroll.one_photo import Prepared, thumbnail
from edge.enroll.shot import Shot
from edge.enroll.stored_crop import pack
from edge.photo import Photo
from edge.photo.item import find_item
from edge.synth.package import Package
from edge.synth.photos import POSES, photo
from edge.synth.pose import Pose
from edge.synth.shop import make_shop
from edge.view_of import item_crop
from gallery.negatives import Negatives
from gallery.thresholds import Thresholds
from gallery.verdict import Forecast, Stock, judge, leave_out
from gallery.view import View

FRONT = (Pose(0, 22), Pose(24, 25), Pose(-24, 20))
BACK = (Pose(180, 22), Pose(156, 25), Pose(204, 20))
Photos = dict[str, list[View]]
Lights = tuple[tuple[float, float, float], ...]

TOP = (Pose(0, 70), Pose(-30, 75), Pose(30, 60, lying=True), Pose(-20, 65, lying=True, spin=180))
LIGHTS: Lights = ((1.0, 1.0, 1.0), (0.62, 0.62, 0.62), (0.72, 0.88, 1.05), (1.02, 0.93, 0.80))
ALL = FRONT[:2] + BACK[:2] + TOP[:2] + TOP[3:]
CASES: dict[str, tuple[tuple[Pose, ...], Lights, set[Kind]]] = {
    "front": (FRONT * 2, LIGHTS[:1], {Kind.SIDE, Kind.TOP, Kind.LIGHT}),
    "front and back": (FRONT + BACK, LIGHTS[:1], {Kind.TOP, Kind.LIGHT}),
    "front and top": (FRONT + TOP[:3], LIGHTS[:1], {Kind.LIGHT}),
    "all sides": (ALL, LIGHTS[:1], {Kind.LIGHT}),
    "front in other lights": (FRONT * 2, LIGHTS, {Kind.SIDE, Kind.TOP}),
    "all sides and lights": (ALL, LIGHTS, set()),
    "as the demo does": (POSES, LIGHTS[:1], {Kind.LIGHT}),
}


def taken(
    package: Package, number: int, poses: tuple[Pose, ...], lights: Lights, seed: int, size: tuple[int, int]
) -> Prepared:
    """One photo, ready to be embedded."""
    drawn = photo(package, number, seed, size=480, poses=poses)
    image = np.clip(drawn * np.float32(lights[number % len(lights)]), 0, 255).astype(np.uint8)
    found = find_item(Photo(image, None, ""))
    crop = item_crop(image, found.box, size, found.mask)
    return Prepared(
        source=f"{number}.jpg",
        crop=crop,
        thumbnail=thumbnail(crop),
        stored=pack(image, found.box, found.mask),
        sha256=f"{number:064x}",
        how=found.how,
    )


def photographed(
    model: Embedder, package: Package, poses: tuple[Pose, ...], lights: Lights, seed: int
) -> list[View]:
    """Every pose once."""
    size = (model.card.height, model.card.width)
    ready = [taken(package, number, poses, lights, seed, size) for number in range(len(poses))]
    vectors = model.embed(np.stack([one.crop for one in ready]))
    return [one.view(vector) for one, vector in zip(ready, vectors, strict=True)]


def kinds_missing(views: list[View], one_side: float) -> set[Kind]:
    """What is said of one product; as if views were refused, so that light is told of, too."""
    vectors = np.array([view.vector for view in views])
    stock = Stock(vectors, ["it"] * len(views), Thresholds(0.66), Negatives.none(vectors.shape[1]))
    seen = looks([view.thumbnail for view in views])
    assert seen is not None
    (verdict,) = judge(stock, ["it"], one_side, {"it": seen})
    lonely = dataclasses.replace(verdict, forecast=Forecast(0, 0, 0, len(views)))
    return {hint.kind for hint in hints(lonely, [Shot(view) for view in views])}


def shares(shops: list[Photos], truth: list[Photos], fallback: float) -> tuple[float, float]:
    """Predicted share right of some galleries, and what is realised on other photos, from all sides."""
    predicted: list[bool] = []
    realised: list[bool] = []
    for shop, other in zip(shops, truth, strict=True):
        vectors = np.array([view.vector for views in shop.values() for view in views])
        stock = stock_of(vectors, [sku for sku, views in shop.items() for _ in views], fallback)
        rows = np.arange(len(vectors))
        predicted += [answer.right for answer in leave_out(stock, rows, rows)]
        queries = np.array([view.vector for views in other.values() for view in views])
        said = recognised(stock, queries)
        names = [sku for sku, views in other.items() for _ in views]
        realised += [one.sku == sku for one, sku in zip(said, names, strict=True)]
    return float(np.mean(predicted)), float(np.mean(realised))


def main() -> None:
    """Print, for each case, how often each kind is called missing, and what the missing views cost."""
    shops = [make_shop(seed, 12, 0).products for seed in range(21, 24)]
    cv2.setNumThreads(1)
    model = embedder()
    fallback = model.card.distance_threshold
    truth = [{one.sku: photographed(model, one, ALL, LIGHTS[:1], 99) for one in shop} for shop in shops]
    right: Counter[Kind] = Counter()
    products = sum(map(len, shops))
    for case, (poses, lights, missing) in CASES.items():
        seed = len(poses)
        galleries = [
            {one.sku: photographed(model, one, poses, lights, seed) for one in shop} for shop in shops
        ]
        said: Counter[Kind] = Counter()
        for views in (views for gallery in galleries for views in gallery.values()):
            kinds = kinds_missing(views, ONE_SIDE * fallback)
            said.update(kinds)
            right.update(kind for kind in Kind if (kind in kinds) == (kind in missing))
        told = ", ".join(
            f"{kind.name.lower()} {said[kind] / products:.2f}{'' if kind in missing else ' (wrongly)'}"
            for kind in Kind
        )
        predicted, realised = shares(galleries, truth, fallback)
        print(f"{case:<22} {told}; predicted {predicted:.2f} right, realised {realised:.2f}", flush=True)
    total = len(CASES) * products
    print("right:", {kind.name.lower(): round(right[kind] / total, 3) for kind in Kind}, f"of {total} each")


if __name__ == "__main__":
    main()
