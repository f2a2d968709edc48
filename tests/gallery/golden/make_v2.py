"""Make `v2.gallery` and `v2.json`: run once, by the program that wrote format 2. Never run it again.

PYTHONPATH=.:tests/gallery python tests/gallery/golden/make_v2.py
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from make_v1 import PRODUCTS
from risk.calibrations import calibration
from shelf import DIMENSION, MODEL, random_units, unit

from gallery import Gallery, Product, View

HERE = Path(__file__).parent


def main() -> None:
    path = HERE / "v2.gallery"
    with Gallery.open(path, model=MODEL, dimension=DIMENSION, create=True) as gallery:
        fill(gallery)
        facts = facts_of(gallery)
    (HERE / "v2.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def fill(gallery: Gallery) -> None:
    """Everything that format 2 can hold."""
    centres, generator = random_units(len(PRODUCTS), seed=11), np.random.default_rng(12)

    def views(number: int, name: str, count: int, origin: str = "photo") -> list[View]:
        vectors = unit(centres[number] + generator.normal(size=(count, DIMENSION)) * 0.1)
        return [_view(f"{name}-{place}", vector, origin) for place, vector in enumerate(vectors)]

    for number, product in enumerate(PRODUCTS):
        gallery.enroll([(product, views(number, product.sku, 3))], reason=f"shelf {number}")
    gallery.enroll([(Product("milk", price_minor=129), views(0, "till", 1, "till"))], reason="dearer")
    gallery.remove("🥛", reason="sold out")
    gallery.reject("milk", views(1, "not milk", 1))
    gallery.reject(None, views(2, "tray", 2), reason="empty trays")
    gallery.group("white", ["milk", "Crème brûlée 200 g"])
    gallery.rollback(4, reason="too early")
    gallery.rollback(9)
    gallery.keep_calibration(calibration(state=gallery.state, model=MODEL, version=gallery.version))
    gallery.rollback(11, reason="too strict")
    gallery.rollback(12)
    gallery.compact(3)


def _view(name: str, vector: np.ndarray, origin: str) -> View:
    photo_hash = hashlib.sha256(name.encode()).hexdigest()
    return View(photo_hash, vector, b"\xff\xd8thumb", f"{name}.jpg", b"\xff\xd8" + name.encode() * 50, origin)


def facts_of(gallery: Gallery) -> dict[str, object]:
    """What a later program must read in the file."""
    contents = gallery.contents()
    difference = gallery.diff(4, gallery.version)
    return {
        "log": [[one.version, one.time, one.action, one.reason, one.state] for one in gallery.log()],
        "products": [[p.sku, p.name, p.price_minor, p.currency, p.barcode] for p in gallery.products()],
        "views": [
            [
                one.view_id,
                one.sku,
                one.role,
                one.photo_hash,
                one.origin,
                one.source,
                one.crop_bytes,
                one.digest,
            ]
            for one in gallery.live_views()
        ],
        "vectors": contents.vectors.tolist(),
        "negatives": [list(contents.negatives.skus), contents.negatives.vectors.tolist()],
        "groups": contents.groups,
        "calibration": None if contents.calibration is None else contents.calibration.distance,
        "calibrations": [gallery.diff(before, before + 1).calibration for before in (11, 12, 13)],
        "changed_prices": [[old.price_minor, new.price_minor] for old, new in difference.products_changed],
        "views_added": difference.views_added,
        "views_removed": difference.views_removed,
    }


if __name__ == "__main__":
    main()
