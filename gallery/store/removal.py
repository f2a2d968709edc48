"""Removal: products leave with all that speaks of them."""

from __future__ import annotations

from collections.abc import Sequence

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
