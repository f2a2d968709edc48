"""Photos for enrolment: each product turned before a light background, and the shop's product list."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np

from edge.synth.draw import Image
from edge.synth.package import Package, Shop
from edge.synth.pose import Pose
from edge.synth.render import Sprite, render_sprite
from gallery.errors import InputError

SIZE = 640
HEADER = ("sku", "name", "price_minor", "currency", "barcode")
POSES = (
    Pose(0, 18),
    Pose(34, 32),
    Pose(0, 58, lying=True),
    Pose(-38, 34),
    Pose(0, 52),
    Pose(180, 24),
    Pose(25, 60, lying=True, spin=180),
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


def photo(package: Package, number: int, seed: int = 0, size: int = SIZE) -> Image:
    """Photo `number` of a package: uint8 `[size, size, 3]`, BGR."""
    rng = np.random.default_rng((int(package.barcode), number, seed))
    pose = _jitter(POSES[number % len(POSES)], rng)
    sprite = _fitted(package, pose, size * float(rng.uniform(0.64, 0.78)))
    canvas = _background(size, rng)
    shift = rng.uniform(-0.03, 0.03, 2) * size
    x = size / 2 - (sprite.x + sprite.image.shape[1] / 2) + float(shift[0])
    y = size / 2 - (sprite.y + sprite.image.shape[0] / 2) + float(shift[1])
    _lay(canvas, sprite, round(x), round(y))
    return _exposed(canvas, rng)


def _jitter(pose: Pose, rng: np.random.Generator) -> Pose:
    yaw, tilt, roll = (float(v) for v in rng.uniform((-9, -5, -6), (9, 5, 6)))
    return Pose(pose.yaw + yaw, pose.tilt + tilt, pose.roll + roll, pose.lying, pose.spin + yaw / 2)


def _fitted(package: Package, pose: Pose, longest: float) -> Sprite:
    """The sprite whose longer side is about `longest` pixels."""
    small = render_sprite(package, pose, 4.0, 1).image
    return render_sprite(package, pose, 4.0 * longest / max(small.shape[:2]))


def _background(size: int, rng: np.random.Generator) -> Image:
    """A light sweep: tinted, brighter on one side."""
    tint = 232 + rng.uniform(-14, 10, 3) * 0.5 + float(rng.uniform(-14, 10))
    y, x = np.mgrid[:size, :size].astype(np.float32) / size - 0.5
    slope = float(rng.uniform(-14, 14)) * x + float(rng.uniform(4, 22)) * -np.abs(y + 0.2)
    return (tint + slope[..., None]).clip(0, 252).astype(np.uint8)


def _lay(canvas: Image, sprite: Sprite, x: int, y: int) -> None:
    """Darken by the shadow, then lay the sprite over, about the anchor x y."""
    top, left = max(0, y + sprite.shadow_y), max(0, x + sprite.shadow_x)
    part = canvas[top : y + sprite.shadow_y + sprite.shadow.shape[0], left : x + sprite.shadow_x + sprite.shadow.shape[1]]
    loss = sprite.shadow[top - y - sprite.shadow_y :, left - x - sprite.shadow_x :][: part.shape[0], : part.shape[1]]
    part[:] = (part * (1 - loss[..., None] / 255.0)).astype(np.uint8)
    top, left = max(0, y + sprite.y), max(0, x + sprite.x)
    part = canvas[top : y + sprite.y + sprite.image.shape[0], left : x + sprite.x + sprite.image.shape[1]]
    over = sprite.image[top - y - sprite.y :, left - x - sprite.x :][: part.shape[0], : part.shape[1]]
    alpha = over[..., 3:] / 255.0
    part[:] = np.round(part * (1 - alpha) + over[..., :3] * alpha).astype(np.uint8)


def _exposed(canvas: Image, rng: np.random.Generator) -> Image:
    gain = float(rng.uniform(0.88, 1.06)) * (1 + rng.uniform(-0.025, 0.025, 3))
    noise = rng.normal(0, 1.5, canvas.shape).astype(np.float32)
    return (canvas * gain + noise).clip(0, 255).astype(np.uint8)


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
