"""Removal: products leave with all that speaks of them, or single views of a product."""

from __future__ import annotations

from collections.abc import Sequence

from gallery.errors import InputError
from gallery.store.change import Change


def remove(change: Change, skus: Sequence[str]) -> None:
    """Close products, their views and negative views, and their places in groups of look-alikes.

    A group that is left with one product goes, too.
    """
    for sku in skus:
        for table in ("products", "views", "lookalikes"):
            change.close(table, "sku = ?", (sku,))
    change.close(
        "lookalikes",
        "name IN (SELECT name FROM lookalikes WHERE removed_in IS NULL GROUP BY name HAVING count(*) < 2)",
    )


def remove_views(change: Change, sku: str, photo_hashes: Sequence[str]) -> int:
    """Close the views of `sku` with these photos; how many.

    Raises:
        InputError: it has no view of one of them, or it would be left without a view.
    """
    rows = change.connection.execute(
        "SELECT photo_hash FROM views WHERE sku = ? AND removed_in IS NULL AND role = 'is'", (sku,)
    )
    there, gone = {row[0] for row in rows}, dict.fromkeys(photo_hashes)
    missing = next((photo for photo in gone if photo not in there), None)
    if missing is not None:
        raise InputError(f"no view {missing!r} of product {sku!r}", f"see `checkout-edge gallery show {sku}`")
    if there == gone.keys():
        raise InputError(
            f"product {sku!r} would be left without a view",
            f"take the product out instead: gallery remove {sku}",
        )
    return sum(
        change.close("views", "sku = ? AND photo_hash = ? AND role = 'is'", (sku, photo)) for photo in gone
    )
