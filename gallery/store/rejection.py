"""Rejection: photos of what a product is not."""

from __future__ import annotations

from collections.abc import Sequence

from gallery.errors import InputError
from gallery.negatives import BACKGROUND
from gallery.store.change import Change
from gallery.store.enrol import owner_of, removal_of
from gallery.store.new_views import NewViews
from gallery.view import View


def reject(change: Change, sku: str | None, views: Sequence[View]) -> int:
    """Keep `views` as what `sku` is not, or as no product at all; how many were new.

    Raises:
        InputError: one is enrolled as a photo of that product, or for None of any.
    """
    new, added = NewViews(change), 0
    for view in views:
        owner = owner_of(change.connection, view.photo_hash)
        if owner is not None and sku in (None, owner):
            raise InputError(
                f"photo {view.source or view.photo_hash[:12]!r} is enrolled as {owner!r}: it cannot be what "
                f"{'no product' if sku is None else 'that product is not'} looks like",
                f"leave it out, or take it from there first: {removal_of(owner, view.photo_hash)}",
            )
        if not _is_kept(change, sku, view):
            new.add(sku or BACKGROUND, "not", view)
            added += 1
    new.write()
    return added


def _is_kept(change: Change, sku: str | None, view: View) -> bool:
    row = change.connection.execute(
        "SELECT 1 FROM views WHERE sku = ? AND photo_hash = ? AND removed_in IS NULL AND role = 'not'",
        (sku or BACKGROUND, view.photo_hash),
    ).fetchone()
    return row is not None


def unreject(change: Change, sku: str | None) -> int:
    """Close all negative views of `sku`, or of no product at all; how many there were."""
    return change.close("views", "role = 'not' AND sku = ?", (sku or BACKGROUND,))
