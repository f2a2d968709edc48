"""Hints: whether the kind of view called missing is missing, on products drawn from known sides."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter

import cv2
import numpy as np
from sets import embedder

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
from gallery.verdict import Forecast, Stock, judge

FRONT = (Pose(0, 22), Pose(24, 25), Pose(-24, 20))
BACK = (Pose(180, 22), Pose(156, 25), Pose(204, 20))
TOP = (Pose(0, 70), Pose(-30, 75), Pose(30, 60, lying=True), Pose(-20, 65, lying=True, spin=180))
LIGHTS = ((1.0, 1.0, 1.0), (0.62, 0.62, 0.62), (0.72, 0.88, 1.05), (1.02, 0.93, 0.80))
CASES = {
    "front": (FRONT * 2, LIGHTS[:1], {Kind.SIDE, Kind.TOP, Kind.LIGHT}),
    "front and back": (FRONT + BACK, LIGHTS[:1], {Kind.TOP, Kind.LIGHT}),
    "front and top": (FRONT + TOP[:3], LIGHTS[:1], {Kind.LIGHT}),
    "all sides": (FRONT[:2] + BACK[:2] + TOP[:2] + TOP[3:], LIGHTS[:1], {Kind.LIGHT}),
    "front in other lights": (FRONT * 2, LIGHTS, {Kind.SIDE, Kind.TOP}),
    "all sides and lights": (FRONT[:2] + BACK[:2] + TOP[:2] + TOP[3:], LIGHTS, set()),
    "as the demo does": (POSES, LIGHTS[:1], {Kind.LIGHT}),
}


def taken(
    package: Package, number: int, poses: tuple[Pose, ...], lights: tuple, size: tuple[int, int]
) -> Prepared:
    """One photo, ready to be embedded."""
    drawn = photo(package, number, seed=len(poses), size=480, poses=poses)
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


def main() -> None:
    """Print, for each case, how often each kind is called missing."""
    shops = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    cv2.setNumThreads(1)
    model = embedder()
    size = (model.card.height, model.card.width)
    packages = [package for seed in range(21, 21 + shops) for package in make_shop(seed, 12, 0).products]
    right: Counter[Kind] = Counter()
    for case, (poses, lights, missing) in CASES.items():
        said: Counter[Kind] = Counter()
        for package in packages:
            ready = [taken(package, number, poses, lights, size) for number in range(len(poses))]
            vectors = model.embed(np.stack([one.crop for one in ready]))
            stock = Stock(vectors, ["it"] * len(ready), Thresholds(0.66), Negatives.none(vectors.shape[1]))
            seen = looks([one.thumbnail for one in ready])
            assert seen is not None
            (verdict,) = judge(stock, ["it"], ONE_SIDE * model.card.distance_threshold, {"it": seen})
            shots = [Shot(one.view(vector)) for one, vector in zip(ready, vectors, strict=True)]
            unsettled = dataclasses.replace(
                verdict, forecast=Forecast(0, 0, 0, len(shots))
            )  # so that light is told
            kinds = {hint.kind for hint in hints(unsettled, shots)}
            said.update(kinds)
            right.update(kind for kind in Kind if (kind in kinds) == (kind in missing))
        told = ", ".join(
            f"{kind.name.lower()} {said[kind] / len(packages):.2f}{'' if kind in missing else ' (wrongly)'}"
            for kind in Kind
        )
        print(f"{case:<22} {told}", flush=True)
    total = len(CASES) * len(packages)
    print("right:", {kind.name.lower(): round(right[kind] / total, 3) for kind in Kind}, f"of {total} each")


if __name__ == "__main__":
    main()
