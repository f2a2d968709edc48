"""Make `v1.gallery` and `v1.json`: run once, by the program that wrote format 1. Never run it again.

PYTHONPATH=.:tests/gallery python tests/gallery/golden/make_v1.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from shelf import DIMENSION, MODEL, random_units, unit, view

from gallery import Gallery, Product

HERE = Path(__file__).parent
PRODUCTS = [
    Product("milk", "Milk 1 l", 119, "EUR", "4006381333931"),
    Product("Crème brûlée 200 g", "Crème brûlée", 299, "EUR"),
    Product("牛乳 1L", "牛乳", 240, "JPY", "4901777018686"),
    Product("🥛"),
]


def main() -> None:
    path = HERE / "v1.gallery"
    centres = random_units(len(PRODUCTS), seed=11)
    generator = np.random.default_rng(12)
    with Gallery.open(path, model=MODEL, dimension=DIMENSION, create=True) as gallery:
        for product, centre in zip(PRODUCTS, centres, strict=True):
            vectors = unit(centre + generator.normal(size=(3, DIMENSION)) * 0.1)
            gallery.enroll([(product, [view(f"{product.sku}-{n}", one) for n, one in enumerate(vectors)])])
        queries = unit(centres + generator.normal(size=centres.shape) * 0.1)
        vectors, _, skus = gallery.matrix()
    answers = []
    for query in queries:
        distance = np.linalg.norm(vectors.astype(np.float64) - query, axis=1)
        rows = np.argsort(distance)[:7]
        answers.append({"query": query.tolist(), "near": [[skus[row], distance[row]] for row in rows]})
    text = json.dumps({"version": len(PRODUCTS), "answers": answers}, ensure_ascii=False, indent=1)
    (HERE / "v1.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
