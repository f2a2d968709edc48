"""Likeness: unit vectors that lie to one another as the embeddings of a shop's photos do.

A product's centre is a family's centre (the flavours of one yoghurt) and its own part; a view is the
centre, one of a few poses of that product, and its own noise. How the variance falls off over the
directions, and the shares of those parts, are fitted; no embedding is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_AT_ONCE = 2_000  # products drawn together: 60 MB at 10 views of 256 numbers


@dataclass(frozen=True, slots=True)
class Likeness:
    """The fitted numbers.

    Fitted to the shipped embedder's vectors of 174 products, 10 views each, of Grocery Store,
    Caltech-101 and packaged8 put into one gallery; see docs/scale.md for how well.

    Attributes:
        mean: length of the mean of all vectors, before each is brought to length 1.
        between: variance of the products' centres.
        own: share of it that is a product's own; the rest it shares with its family.
        family: products of a family, on average.
        within: variance of a product's views.
        spread: standard deviation of the logarithm of how far a product's views spread.
        poses: poses of a product, each seen by several views or none.
        pose: share of the variance of its views that a pose accounts for.
        noise: standard deviation of the logarithm of how far one view lies off its pose.
        between_falls: directions over which the variance of centres falls to 1/e.
        within_falls: the same of the views.
    """

    mean: float = 0.35
    between: float = 0.66
    own: float = 0.14
    family: int = 3
    within: float = 0.27
    spread: float = 0.47
    poses: int = 8
    pose: float = 0.5
    noise: float = 0.32
    between_falls: float = 20.0
    within_falls: float = 41.0


def draw(
    products: int, views: int, dimension: int, seed: int, like: Likeness | None = None
) -> Iterator[Floats]:
    """Draw products in blocks, the same for the same arguments.

    Yields:
        float32 `[P, views, dimension]`, unit length: the views of the next P products.
    """
    like = like or Likeness()
    rng = np.random.default_rng(seed)
    turned = np.linalg.qr(rng.standard_normal((dimension, dimension)))[0].astype(np.float32)
    between, within = (_spectrum(dimension, falls) for falls in (like.between_falls, like.within_falls))
    count = -(-products // like.family)
    families = between * _normal(rng, count, dimension)
    for start in range(0, products, _AT_ONCE):
        block = min(_AT_ONCE, products - start)
        mine = between * _normal(rng, block, dimension)
        theirs = families[rng.integers(0, count, block)]
        centre = np.sqrt(like.between) * (np.sqrt(1 - like.own) * theirs + np.sqrt(like.own) * mine)
        centre[:, -1] += like.mean
        yield _unit((centre[:, None] + _offsets(like, rng, block, views, within)) @ turned)


def draw_views(views: int, each: int, dimension: int, seed: int) -> Floats:
    """So many views of products that have `each` of them, float32 `[views, dimension]`, unit length."""
    blocks = [block.reshape(-1, dimension) for block in draw(-(-views // each), each, dimension, seed)]
    return np.concatenate(blocks)[:views]


def _offsets(like: Likeness, rng: np.random.Generator, products: int, views: int, within: Floats) -> Floats:
    """How the views of products lie off their centres: float32 `[P, views, D]`."""
    size = np.exp(like.spread * _normal(rng, products, 1, 1)) * np.sqrt(like.within)
    poses = _normal(rng, products, like.poses, len(within))
    seen = rng.integers(0, like.poses, (products, views))
    noise = np.exp(like.noise * _normal(rng, products, views, 1)) * _normal(rng, products, views, len(within))
    posed = poses[np.arange(products)[:, None], seen]
    mixed = np.sqrt(like.pose) * posed + np.sqrt(1 - like.pose) * noise
    return np.asarray(size * within * mixed, np.float32)


def _spectrum(dimension: int, falls: float) -> Floats:
    """Standard deviations along the directions, falling; the variances sum to 1."""
    variance = np.exp(-np.arange(dimension) / falls)
    return np.asarray(np.sqrt(variance / variance.sum()), np.float32)


def _normal(rng: np.random.Generator, *shape: int) -> Floats:
    return rng.standard_normal(shape, np.float32)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)
