"""State: one number for all that a gallery holds, whatever way it came there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from gallery.product import Product
from gallery.view import View

_MODULUS = 1 << 256


def product_digest(product: Product) -> bytes:
    """SHA-256 of a product's fields."""
    fields = product.sku, product.name, product.price_minor, product.currency, product.barcode
    return _digest("product", *fields)


def lookalike_digest(name: str, sku: str) -> bytes:
    """SHA-256 of a product's membership in a group."""
    return _digest("lookalike", name, sku)


def vector_digest(vector: bytes) -> bytes:
    """SHA-256 of a vector as it is stored."""
    return hashlib.sha256(vector).digest()


def picture_digest(thumbnail: bytes, crop: bytes) -> bytes:
    """SHA-256 of two pictures."""
    digest = hashlib.sha256(len(thumbnail).to_bytes(8, "big"))
    digest.update(thumbnail)
    digest.update(crop)
    return digest.digest()


def view_digest(sku: str, role: str, view: View, vector: bytes, picture: bytes) -> bytes:
    """SHA-256 of a view: its fields, with the digests `vector` and `picture` of what it points to."""
    return row_digest(sku, role, view.photo_hash, view.origin, view.source, vector, picture)


def row_digest(
    sku: str, role: str, photo_hash: str, origin: str, source: str, vector: bytes, picture: bytes
) -> bytes:
    """`view_digest` of a stored row."""
    return _digest("view", sku, role, photo_hash, origin, source, vector.hex(), picture.hex())


def version_digest(
    version: int, time: str, action: str, reason: str, state: bytes, model: str, dimension: int
) -> bytes:
    """SHA-256 of a row of the history."""
    return _digest("version", version, time, action, reason, state.hex(), model, dimension)


def calibration_digest(version: int, state: bytes, model: str, data: str) -> bytes:
    """SHA-256 of a calibration that is kept."""
    return _digest("calibration", version, state.hex(), model, data)


def empty(model: str, dimension: int) -> bytes:
    """The state of a gallery without a product; only the model counts."""
    return _digest("model", model, dimension)


def moved(state: bytes, added: Iterable[bytes], removed: Iterable[bytes]) -> bytes:
    """The state after rows with these digests came and went.

    The sum of the digests modulo 2^256: it takes as long as the change, and knows no order. After
    AdHash in Bellare and Micciancio, "A New Paradigm for Collision-free Hashing: Incrementality at
    Reduced Cost" (1997). It tells states apart and finds damage; it is no defence against someone
    who makes up rows so that the sums agree.
    """
    total = int.from_bytes(state, "big") + sum(int.from_bytes(one, "big") for one in added)
    total -= sum(int.from_bytes(one, "big") for one in removed)
    return (total % _MODULUS).to_bytes(32, "big")


def _digest(*fields: object) -> bytes:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8")).digest()
