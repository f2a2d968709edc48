"""Sampled: a few whole products of many, always the same ones of the same gallery."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def turn(sku: str) -> tuple[int, str]:
    """When a product comes in the draw: a product that is enrolled or removed moves no other."""
    return zlib.crc32(sku.encode()), sku


def sampled(skus: Sequence[str], most: int, most_of_one: int) -> list[int]:
    """Rows of at most `most` views, of whole products in the order of `turn`.

    Args:
        skus: the product of each view.
        most: views in all; where there are no more than these, all are taken.
        most_of_one: views of one product, if not all are taken.
    """
    if len(skus) <= most:
        return list(range(len(skus)))
    of: dict[str, list[int]] = {sku: [] for sku in sorted(set(skus), key=turn)[:most]}
    for row, sku in enumerate(skus):
        if sku in of:
            of[sku].append(row)
    return [row for rows in of.values() for row in rows[:most_of_one]][:most]
