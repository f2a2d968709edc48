"""Scene: items arranged on a tray, painted once, and pictures of many items lying still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.synth.draw import Image
from edge.synth.overlay import darken, lay, layer
from edge.synth.package import Package
from edge.synth.placing import Spot, find_spot, pose_on_tray, push_together
from edge.synth.render import Sprite, render_sprite
from edge.synth.script import MOVE, PUT, TAKE, Act
from edge.synth.shop import Shop
from edge.synth.tray import make_tray, tray_area
from gallery.errors import InputError

FRAME_CM = 84.0
"""What the frame shows across when there is room for all; it shows more when there is not."""
_ZOOMS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class StillLife:
    """A picture of items lying apart.

    Attributes:
        image: uint8 `[height, width, 3]`, BGR.
        boxes: float32 `[N, 4]`, x1 y1 x2 y2, pixels.
        skus: of each item; None for a stranger.
    """

    image: Image
    boxes: NDArray[np.float32]
    skus: tuple[str | None, ...]


def still_life(
    shop: Shop, items: int, size: tuple[int, int] = (1280, 720), seed: int = 0, strangers: bool = False
) -> StillLife:
    """A tray with `items` items, drawn from the shop again and again when it sells fewer.

    Args:
        shop: whose products.
        items: how many.
        size: width and height, pixels.
        seed: same seed, same picture.
        strangers: whether packages the shop does not sell may be among them.

    Raises:
        InputError: so many items do not fit.
    """
    rng = np.random.default_rng((seed, 0x571))
    pool = shop.products + (shop.strangers if strangers else ())
    chosen = [pool[int(k)] for start in range(0, items, len(pool)) for k in rng.permutation(len(pool))][
        :items
    ]
    acts = tuple(Act(PUT, item, float(item), 1.0) for item in range(items))
    laid, _ = arrange(chosen, acts, size, rng)
    spots = [spot for spot, _ in laid]
    image = paint_scene(make_tray(size, seed), spots)
    noise = rng.normal(0, 1.9, image.shape).astype(np.float32)
    sold = {package.sku for package in shop.products}
    return StillLife(
        np.asarray((image + noise).round().clip(0, 255), np.uint8),
        np.array([spot.box for spot in spots], np.float32).reshape(-1, 4),
        tuple(package.sku if package.sku in sold else None for package in chosen),
    )


def arrange(
    items: Sequence[Package],
    acts: Sequence[Act],
    size: tuple[int, int],
    rng: np.random.Generator,
    touching: bool = False,
) -> tuple[list[tuple[Spot, Spot]], float]:
    """Where each act finds its item and where it leaves it, and the scale in pixels a centimetre.

    Raises:
        InputError: the items do not fit.
    """
    poses = [pose_on_tray(package, rng) for package in items]
    for zoom in _ZOOMS:
        scale = size[0] / FRAME_CM * zoom
        if not _might_fit(items, scale, size):
            continue
        sprites = [render_sprite(package, pose, scale) for package, pose in zip(items, poses, strict=True)]
        laid = _lay_out(sprites, acts, size, max(2, round(1.1 * scale)), rng, touching)
        if laid is not None:
            return laid, scale
    raise InputError(f"{len(items)} items do not fit on the tray", "ask for fewer items")


def _might_fit(items: Sequence[Package], scale: float, size: tuple[int, int]) -> bool:
    """Whether half the items' fronts, which is less than they will take, have less area than the tray."""
    x1, y1, x2, y2 = tray_area(size)
    fronts = sum(package.size_cm[0] * package.size_cm[1] for package in items)
    return 0.5 * fronts * scale * scale < (x2 - x1) * (y2 - y1)


def _lay_out(
    sprites: list[Sprite],
    acts: Sequence[Act],
    size: tuple[int, int],
    gap: int,
    rng: np.random.Generator,
    touching: bool,
) -> list[tuple[Spot, Spot]] | None:
    lying: dict[int, Spot] = {}
    laid: list[tuple[Spot, Spot]] = []
    last = max((k for k, act in enumerate(acts) if act.kind == PUT), default=-1)
    for k, act in enumerate(acts):
        target = lying.get(act.item)
        if act.kind in (PUT, MOVE):
            target = find_spot(sprites[act.item], list(lying.values()), size, gap, rng)
            if target is not None and touching and k == last and lying:
                target = push_together(target, list(lying.values()), size)
        if target is None:
            return None
        laid.append((lying.get(act.item, target), target))
        lying[act.item] = target
        if act.kind == TAKE:
            del lying[act.item]
    return laid


def paint_scene(tray: Image, spots: Sequence[Spot]) -> Image:
    """The tray with items on it, far ones first; shadows fall on the tray alone."""
    canvas: Image = tray.copy()
    for spot in spots:
        darken(canvas, spot.sprite.shadow, spot.x + spot.sprite.shadow_x, spot.y + spot.sprite.shadow_y)
    for spot in sorted(spots, key=lambda spot: spot.y):
        lay(canvas, layer(spot.sprite.image), spot.x + spot.sprite.x, spot.y + spot.sprite.y)
    return canvas
