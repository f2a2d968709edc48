"""Look-alikes: groups of products among which a person is asked."""

from __future__ import annotations

from collections.abc import Sequence

from gallery.errors import InputError
from gallery.product import check_line
from gallery.store.change import Change
from gallery.store.state import lookalike_digest

LONGEST_NAME = 128
"""Characters the name of a group may have."""


def check_group(name: str, skus: Sequence[str]) -> str:
    """The name of a group without surrounding white space.

    Raises:
        InputError: the name is empty, too long, or has a control character; or the products are fewer
            than two.
    """
    name = name.strip()
    check_line("group", name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError(f"group name {name[:24]!r} has {len(name)} characters", f"use 1 to {LONGEST_NAME}")
    if len(set(skus)) < 2:
        raise InputError(f"group {name!r} has one product", "name at least two that look alike")
    return name


def group(change: Change, name: str, skus: Sequence[str]) -> None:
    """Make `skus` the members of group `name`, in place of those it had."""
    before = {
        row[0]
        for row in change.connection.execute(
            "SELECT sku FROM lookalikes WHERE name = ? AND removed_in IS NULL", (name,)
        )
    }
    for sku in sorted(before - set(skus)):
        change.close("lookalikes", "name = ? AND sku = ?", (name, sku))
    change.connection.executemany(
        "INSERT INTO lookalikes (name, sku, digest, added_in) VALUES (?, ?, ?, ?)",
        [(name, sku, lookalike_digest(name, sku), change.version) for sku in sorted(set(skus) - before)],
    )


def ungroup(change: Change, name: str) -> int:
    """End a group; how many members it had."""
    return change.close("lookalikes", "name = ?", (name,))
