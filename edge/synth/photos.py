"""Photos for enrolment: each product turned before a light background, and the shop's product list."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from edge.synth.draw import Image
from edge.synth.overlay import darken, lay, layer
from edge.synth.package import Package
from edge.synth.pose import Pose, view
from edge.synth.render import Sprite, render_sprite
from edge.synth.shop import Shop
from edge.synth.solid import solid_of
from gallery.errors import InputError

SIZE = 640
HEADER = ("sku", "name", "price_minor", "currency", "barcode")
POSES = (
    Pose(0, 22),
    Pose(-30, 60, lying=True),
    Pose(33, 38),
    Pose(30, 60, lying=True),
    Pose(-33, 38),
    Pose(0, 55),
    Pose(10, 60, lying=True, spin=180),
)
"""The views of an enrolment, from the one that matters most; more views repeat them with other jitter."""


def write_product_photos(shop: Shop, directory: Path, views: int = 7) -> None:
    """Write a folder of JPEG photos for each product, and `products.csv`. Strangers are left out.

    Args:
        shop: whose products.
        directory: made where it is missing.
        views: photos a product, at least 1.

    Raises:
        InputError: the folder cannot be written, or `views` is below 1.
    """
    if views < 1:
        raise InputError(f"{views} views a product", "ask for 1 view or more")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _write_list(shop, directory / "products.csv")
        for package in shop.products:
            (directory / package.sku).mkdir(exist_ok=True)
            for number in range(views):
                _write_photo(package, number, directory / package.sku / f"view-{number + 1}.jpg")
    except OSError as error:
        raise InputError(
            f"photos cannot be written to {directory}: {error.strerror}", "give a folder that can be written"
        ) from None


def photo(
    package: Package, number: int, seed: int = 0, size: int = SIZE, poses: Sequence[Pose] = POSES
) -> Image:
    """Photo `number` of a package, in one of `poses`, a little off it: uint8 `[size, size, 3]`, BGR."""
    rng = np.random.default_rng((int(package.barcode), number, seed))
    pose = _jitter(poses[number % len(poses)], rng)
    sprite = _fitted(package, pose, size * float(rng.uniform(0.70, 0.84)))
    canvas = _background(size, rng)
    shift = rng.uniform(-0.03, 0.03, 2) * size
    x = size / 2 - (sprite.x + sprite.image.shape[1] / 2) + float(shift[0])
    y = size / 2 - (sprite.y + sprite.image.shape[0] / 2) + float(shift[1])
    darken(canvas, sprite.shadow, round(x) + sprite.shadow_x, round(y) + sprite.shadow_y)
    lay(canvas, layer(sprite.image), round(x) + sprite.x, round(y) + sprite.y)
    return _exposed(canvas, rng)


def _jitter(pose: Pose, rng: np.random.Generator) -> Pose:
    yaw, tilt, roll = (float(v) for v in rng.uniform((-9, -5, -6), (9, 5, 6)))
    return Pose(pose.yaw + yaw, pose.tilt + tilt, pose.roll + roll, pose.lying, pose.spin + yaw / 2)


def _fitted(package: Package, pose: Pose, longest: float) -> Sprite:
    """The sprite whose longer side is about `longest` pixels."""
    hull = solid_of(package).hull
    seen = view(pose, hull, 1.0)
    extent = np.ptp(seen.pixels(seen.world(hull)), axis=0)
    return render_sprite(package, pose, longest / float(extent.max()), supersample=1.5)


def _background(size: int, rng: np.random.Generator) -> Image:
    """A light sweep: faintly tinted, brighter on one side."""
    tint = 234 + rng.uniform(-4, 4, 3) + float(rng.uniform(-14, 8))
    y, x = np.ogrid[:size, :size]
    slope = float(rng.uniform(-14, 14)) / size * (x - size / 2) - float(rng.uniform(4, 22)) / size * np.abs(
        y - 0.3 * size
    )
    grey = np.asarray(slope, np.float32)
    return np.asarray(cv2.merge([cv2.convertScaleAbs(grey + np.float32(part)) for part in tint]), np.uint8)


def _exposed(canvas: Image, rng: np.random.Generator) -> Image:
    """A camera's exposure, white balance and noise."""
    gain = float(rng.uniform(0.90, 1.06)) * (1 + rng.uniform(-0.02, 0.02, 3))
    noise = np.asarray(128 + 1.5 * rng.standard_normal(canvas.shape, np.float32), np.uint8)
    channels = [cv2.convertScaleAbs(canvas[..., k], alpha=float(gain[k])) for k in range(3)]
    return np.asarray(cv2.addWeighted(cv2.merge(channels), 1.0, noise, 1.0, -128.0), np.uint8)


def _write_list(shop: Shop, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([getattr(package, column) for column in HEADER] for package in shop.products)


def _write_photo(package: Package, number: int, path: Path) -> None:
    done, data = cv2.imencode(".jpg", photo(package, number), [cv2.IMWRITE_JPEG_QUALITY, 90])
    if not done:
        raise InputError(f"{path}: OpenCV cannot write JPEG", "install an OpenCV built with JPEG")
    path.write_bytes(data.tobytes())
