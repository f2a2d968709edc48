"""Which view: the views of a product that a user means by the first digits of their photos' hashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from edge.show.gallery_command import gallery_command
from gallery.errors import InputError
from gallery.view import View

FEWEST_DIGITS = 6
"""Digits that name a view; `gallery show` prints twelve."""


def views_named(views: Sequence[View], digits: Sequence[str], sku: str, gallery: Path | None) -> list[View]:
    """The views whose photo hashes begin with these digits, each once.

    Args:
        views: of one product.
        digits: hexadecimal, at least six each.
        sku: of that product, for the messages.
        gallery: as commands must name it, for the messages; None where they take it by themselves.

    Raises:
        InputError: digits are too few, or no view or several begin with them, or they name all views.
    """
    see = f"`{gallery_command(gallery, 'show', sku)}` prints them"
    named = {view.photo_hash: view for some in digits for view in [_one(views, some, sku, see)]}
    if len(named) == len(views):
        raise InputError(
            f"product {sku!r} would be left without a view",
            f"to take the whole product out: `{gallery_command(gallery, 'remove', sku)}`",
        )
    return list(named.values())


def _one(views: Sequence[View], digits: str, sku: str, see: str) -> View:
    if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}", digits.lower()):
        raise InputError(f"--view {digits!r}", f"give 6 to 64 digits of the photo's hash: {see}")
    found = [view for view in views if view.photo_hash.startswith(digits.lower())]
    if not found:
        raise InputError(f"no view of {sku!r} begins with {digits}", see)
    if len(found) > 1:
        raise InputError(f"{len(found)} views of {sku!r} begin with {digits}", f"give more digits: {see}")
    return found[0]
