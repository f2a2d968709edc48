"""Look-alikes: who stands in a group with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def look_alikes(groups: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """By SKU, the SKUs of all its groups, itself among them, given the members of each group."""
    found: dict[str, frozenset[str]] = {}
    for members in groups.values():
        for sku in members:
            found[sku] = found.get(sku, frozenset()) | frozenset(members)
    return found
