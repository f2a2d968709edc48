"""Likeness: how the drawn vectors of the bench lie to one another beside those of real photos.

python scripts/scale/likeness.py DATA/grocery/train DATA/caltech101 DATA/packaged8/cutouts
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.bench.gallery.likeness import draw
from edge.enroll.one_photo import prepare
from gallery.errors import InputError

ENROLLED, ASKED = 10, 10
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Views = NDArray[np.float32]


def main() -> None:
    """Print the table."""
    real = [product for folder in sys.argv[1:] for product in embedded(Path(folder))]
    dimension = real[0].shape[1]
    drawn = np.concatenate(list(draw(len(real), ENROLLED + ASKED, dimension, seed=7)))
    print(f"{len(real)} products, {ENROLLED} views each, up to {ASKED} new views asked")
    for name, products in (("photos", real), ("drawn", list(drawn))):
        for line in compared(products):
            print(f"{name:<7} {line}")


def embedded(folder: Path) -> list[Views]:
    """The vectors of each product of a folder that has photos enough."""
    model = embed.load(None, "cpu")
    size = (model.card.height, model.card.width)
    products = []
    for place in sorted(path for path in folder.rglob("*") if path.is_dir()):
        crops = []
        for photo in sorted([*place.glob("*.jpg"), *place.glob("*.png")])[: ENROLLED + ASKED]:
            try:
                crops.append(prepare(photo, size).crop)
            except InputError:
                continue
        if len(crops) >= ENROLLED + ASKED // 2:
            products.append(model.embed(np.stack(crops)))
    return products


def compared(products: list[Views]) -> list[str]:
    """How new views lie to enrolled ones, and over how many directions all spread."""
    views = np.concatenate([product[:ENROLLED] for product in products])
    asked = np.concatenate([product[ENROLLED:] for product in products])
    owner = np.concatenate([np.full(len(product) - ENROLLED, n) for n, product in enumerate(products)])
    mine = owner[:, None] == np.repeat(np.arange(len(products)), ENROLLED)
    far = np.sqrt(np.maximum(2 - 2 * asked @ views.T, 0))
    own, other = np.where(mine, far, 9).min(axis=1), np.where(mine, 9, far).min(axis=1)
    variance = np.linalg.eigvalsh(np.cov(views.T))
    lines = [
        f"{name:<24}" + " ".join(f"{value:.3f}" for value in np.quantile(values, QUANTILES))
        for name, values in (
            ("nearest of the own", own),
            ("nearest other", other),
            ("seventh nearest", np.sort(far, axis=1)[:, 6]),
            ("all pairs", far.ravel()),
        )
    ]
    lines.append(f"{'own is the nearest':<24}{(own < other).mean():.3f}")
    lines.append(f"{'intrinsic dimension':<24}{intrinsic(views):.1f}")
    lines.append(f"{'effective directions':<24}{variance.sum() ** 2 / (variance**2).sum():.1f}")
    return lines


def intrinsic(views: Views, k: int = 20) -> float:
    """By the ratios of neighbours' distances: Levina and Bickel, "Maximum likelihood estimation" (2004)."""
    far = np.sqrt(np.maximum(2 - 2 * views @ views.T, 0)) + 9 * np.eye(len(views))
    near = np.sort(far, axis=1)[:, :k]
    return float(1 / np.log(near[:, -1:] / np.maximum(near[:, :-1], 1e-6)).mean())


if __name__ == "__main__":
    main()
