"""Drawn: packaged products from the procedural generator, as extra classes that cost no photographer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.synth import Package, Pose, make_shop, render
from train.data import Photos

FIRST_SEED = 1_000_000
"""Shops of smaller seeds are for demo, tests and measurement: no training photo shows their products."""

PRODUCTS_A_SHOP = 12


def drawn_photos(shops: int, views: int, seed: int = 0) -> Photos:
    """Cut-outs of the products of many drawn shops, look-alikes among them.

    Args:
        shops: how many shops of 12 products each.
        views: pictures of each product, from sides a customer may leave facing the camera.
        seed: of the poses.

    Returns:
        BGRA images, about 256 pixels high.
    """
    rng = np.random.default_rng(seed)
    packages = [
        (f"drawn-{number}-{package.sku}", package)
        for number in range(shops)
        for package in make_shop(FIRST_SEED + number, PRODUCTS_A_SHOP, strangers=0).products
    ]
    packages.sort(key=lambda named: named[0])
    images = tuple(_cut_out(package, rng) for _, package in packages for _ in range(views))
    labels = np.repeat(np.arange(len(packages), dtype=np.int64), views)
    return Photos(images, labels, tuple(name for name, _ in packages))


def shop_of(name: str) -> int:
    """The number of the shop, from 0, that sells the product of this class name."""
    return int(name.split("-")[1])


def _cut_out(package: Package, rng: np.random.Generator) -> NDArray[np.uint8]:
    lying = bool(rng.random() < 0.5)
    back = 180.0 if rng.random() < 0.15 else 0.0
    yaw, roll = float(rng.normal(0, 28)), float(rng.normal(0, 15))
    tilt = float(rng.uniform(50, 75) if lying else rng.uniform(18, 65))
    pose = Pose(yaw if lying else yaw + back, tilt, roll, lying, back if lying else 0.0)
    return np.asarray(render(package, pose, 256, supersample=1.5), np.uint8)
