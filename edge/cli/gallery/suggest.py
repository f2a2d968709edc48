"""Suggest: groups of products that the till takes for one another."""

from __future__ import annotations

from collections import Counter, defaultdict

from edge.migrate.left_out import voted, with_others
from gallery.store import Gallery

LEAST_SHARE = 0.2
"""Of a product's views, how many must be taken for another product for the two to be proposed."""


def suggested(gallery: Gallery) -> dict[str, tuple[str, ...]]:
    """Groups by a name made of their first SKU: each view is left out, and the other views vote on it.

    Products that are in one group already are not proposed again.

    Raises:
        GalleryError: the gallery is damaged.
    """
    vectors, _, skus = gallery.matrix()
    rows = with_others(skus)
    shown = Counter(skus[row] for row in rows)
    taken = Counter((skus[row], name) for row, name in zip(rows, voted(vectors, skus, rows), strict=True))
    there = [set(members) for members in gallery.groups().values()]
    pairs = [
        (sku, other)
        for (sku, other), count in sorted(taken.items())
        if sku != other and count >= LEAST_SHARE * shown[sku]
    ]
    return _joined([pair for pair in pairs if not any(members.issuperset(pair) for members in there)])


def _joined(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Groups of all that hangs together."""
    first: dict[str, str] = {}

    def root(sku: str) -> str:
        while first.setdefault(sku, sku) != sku:
            sku = first[sku]
        return sku

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        first[high] = low
    groups = defaultdict(list)
    for sku in sorted(first):
        groups[root(sku)].append(sku)
    return {f"{members[0]}-alike": tuple(members) for members in groups.values()}
