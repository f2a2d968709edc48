"""Carrying: operations that make a gallery of a file: an archive, or a gallery of schema 1."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from durability import goods
from durability.operations import BEFORE, NAME, Operation, Stage, stock
from durability.shop import Shop
from shelf import DIMENSION, MODEL

from gallery import Gallery
from gallery.store import archive

ARCHIVE = "carried.zip"
GOLDEN = Path(__file__).parents[1] / "golden" / "v1.gallery"
OTHER_SHOP = [*goods.goods(0, 2), *goods.goods(20, 24)]
"""What the archive holds: two products of the base, four others."""


def _with_archive(folder: Path) -> None:
    only_archive(folder)
    stock(folder)


def only_archive(folder: Path) -> None:
    with Gallery.open(folder / "other", model=MODEL, dimension=DIMENSION, create=True) as other:
        other.enroll(OTHER_SHOP)
        other.reject(None, goods.views("other-background", 3))
        archive.export(other, folder / ARCHIVE)
    (folder / "other").unlink()


CARRIED = Shop(MODEL).enrolled(OTHER_SHOP).rejecting(None, goods.views("other-background", 3))
MERGED = BEFORE[-1].enrolled(OTHER_SHOP).rejecting(None, goods.views("other-background", 3))


def _merge(stage: Stage) -> None:
    gallery = stage.open()
    with archive.opened(stage.path.with_name(ARCHIVE)) as carried:
        archive.merge(gallery, carried)
    stage.said()
    gallery.close()


def _replace(stage: Stage) -> None:
    gallery = stage.open()
    with archive.opened(stage.path.with_name(ARCHIVE)) as carried:
        archive.replace_all(gallery, carried)
    stage.said()
    gallery.close()


def _create(stage: Stage) -> None:
    with archive.opened(stage.path.with_name(ARCHIVE)) as carried:
        archive.create(stage.path, carried)
    stage.said()


def format_1(folder: Path) -> None:
    """The golden gallery of schema 1, with so many photos more that it has many pages."""
    path = Path(shutil.copy(GOLDEN, folder / NAME))
    with closing(sqlite3.connect(path)) as connection, connection:
        for number in range(60):
            view = goods.view(f"old {number}")
            connection.execute(
                "INSERT INTO views (product_id, photo_hash, added_in, source, vector, thumbnail) "
                "VALUES (1, ?, 1, ?, ?, ?)",
                (view.photo_hash, view.source, view.vector.tobytes(), view.crop),
            )


def _read_format_1() -> Shop:
    """What it holds, by plain SQL."""
    with closing(sqlite3.connect(f"{GOLDEN.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        products = connection.execute(
            "SELECT sku, name, price_minor, currency, barcode FROM products"
        ).fetchall()
        rows = connection.execute(
            "SELECT sku, photo_hash, vector, thumbnail, source "
            "FROM views JOIN products ON products.id = product_id"
        ).fetchall()
        more = connection.execute("SELECT sku FROM products WHERE id = 1").fetchone()[0]
    views = [goods.view(f"old {number}") for number in range(60)]
    rows += [(more, view.photo_hash, view.vector.tobytes(), view.crop, view.source) for view in views]
    photos: dict[str, dict[str, tuple[bytes, bytes, bytes, str, str]]] = {}
    for sku, photo, vector, thumbnail, source in rows:
        photos.setdefault(sku, {})[photo] = (vector, thumbnail, b"", source, "photo")
    return Shop(MODEL, {row[0]: tuple(row) for row in products}, photos)


def _upgrade(stage: Stage) -> None:
    gallery = stage.open()
    stage.said()
    gallery.close()


OLD = _read_format_1()
CARRYING = (
    Operation("import", _with_archive, _merge, (BEFORE[-1], MERGED)),
    Operation("replace", _with_archive, _replace, (BEFORE[-1], CARRIED)),
    Operation("import as new", only_archive, _create, (None, CARRIED)),
    Operation("upgrade", format_1, _upgrade, (OLD, OLD)),
)
