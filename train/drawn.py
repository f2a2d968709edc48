"""Drawn: packaged products from the procedural generator, as extra classes that cost no photographer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.synth import Package, Pose, make_shop, render
from gallery.errors import InputError

FIRST_SEED = 1_000_000
"""Shops of smaller seeds are for demo, tests and measurement: no training photo shows their products."""

PRODUCTS_A_SHOP = 12
HEIGHT = 256
"""Of a picture, pixels, about."""

Named = tuple[str, Package]


def draw(out: Path, shops: Iterable[int], views: int, workers: int = 2) -> Iterator[int]:
    """Draw the products of shops into folders, one a product: `<out>/drawn-<shop>-<sku>/<view>.png`.

    A picture depends on its shop, product and view alone. Products that are there are left, so that
    drawing can be stopped and go on.

    Args:
        out: where to.
        shops: their numbers, from 0; each has 12 products, look-alikes among them.
        views: pictures of each product, from sides a customer may leave facing the camera.
        workers: processes that draw.

    Yields:
        The number of pictures drawn of each product, as it is done.

    Raises:
        InputError: the folder cannot be written.
    """
    products = [named for number in shops for named in _products(number)]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            yield from pool.map(partial(_draw_product, out, views), products)
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}", "name a folder that can be written to") from None


def _products(number: int) -> list[Named]:
    shop = make_shop(FIRST_SEED + number, PRODUCTS_A_SHOP, strangers=0)
    return [(f"drawn-{number}-{package.sku}", package) for package in shop.products]


def _draw_product(out: Path, views: int, named: Named) -> int:
    name, package = named
    if (out / name).exists():
        return 0
    unfinished = out / f".{name}"
    unfinished.mkdir(exist_ok=True)
    for view in range(views):
        seed = [*name.encode(), view]
        cv2.imwrite(str(unfinished / f"{view:03}.png"), cut_out(package, np.random.default_rng(seed)))
    unfinished.rename(out / name)
    return views


def cut_out(package: Package, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A product from one side, uint8 `[H, W, 4]` BGRA."""
    lying = bool(rng.random() < 0.5)
    back = 180.0 if rng.random() < 0.15 else 0.0
    yaw, roll = float(rng.normal(0, 28)), float(rng.normal(0, 15))
    tilt = float(rng.uniform(50, 75) if lying else rng.uniform(18, 65))
    pose = Pose(yaw if lying else yaw + back, tilt, roll, lying, back if lying else 0.0)
    return np.asarray(render(package, pose, HEIGHT, supersample=1.5), np.uint8)
