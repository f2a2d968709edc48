"""Rollback: the gallery becomes again what it was in an older version."""

from __future__ import annotations

from pathlib import Path

from gallery.errors import GalleryError
from gallery.store import calibrations
from gallery.store.change import TABLES, Change
from gallery.store.vectors import VERIFY
from gallery.store.version import Version

_CONTENT = {
    "products": "sku, name, price_minor, currency, barcode, digest",
    "views": (
        "sku, role, photo_hash, origin, source, vector, picture, vector_digest, picture_digest, digest"
    ),
    "lookalikes": "name, sku, digest",
}
_CAME_LATER = "added_in > :then"
_WAS_THERE = "added_in <= :then AND removed_in > :then"  # and is so no longer


def rollback(change: Change, then: Version, path: Path) -> None:
    """Close what came after `then`, open again what was removed since; so with the calibration in force.

    A row that came later with the same content as one that was there stays. Time and writes are those
    of the difference.

    Raises:
        GalleryError: the rows do not add up to the state that the version had: one is damaged.
    """
    for table in TABLES:
        _roll(change, table, then.version)
    change.model, change.dimension = then.model, then.dimension
    if change.state() != then.state:
        raise GalleryError(f"gallery {path}: version {then.version} is damaged", VERIFY)
    calibrations.restore(change, then, path)


def _roll(change: Change, table: str, then: int) -> None:
    names = {"then": then, "now": change.version}
    content = _CONTENT[table]
    change.connection.execute(
        f"UPDATE {table} SET removed_in = :now WHERE removed_in IS NULL AND {_CAME_LATER} "
        f"AND digest NOT IN (SELECT digest FROM {table} WHERE {_WAS_THERE})",
        names,
    )
    change.connection.execute(
        f"INSERT INTO {table} ({content}, added_in) SELECT {content}, :now FROM {table} "
        f"INDEXED BY {table}_removed WHERE {_WAS_THERE} "
        f"AND digest NOT IN (SELECT digest FROM {table} WHERE removed_in IS NULL AND {_CAME_LATER}) "
        "ORDER BY id",
        names,
    )
