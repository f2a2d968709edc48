"""Check set: crops of products, what each plays, and the embeddings that a faithful model gives them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Role = Literal["gallery", "known", "stranger"]
"""Enrolled; a photo of an enrolled product to recognise; a photo of a product that nobody enrolled."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckSet:
    """What a model is measured with, and what it is measured against.

    Attributes:
        crops: uint8 `[N, H, W, 3]`, BGR, as the embedder takes them.
        products: the product of each crop.
        roles: what each crop plays.
        origin: where the crops come from, in words for people.
        reference: float32 `[N, D]`, unit length: the embeddings to reproduce; None before there are any.
        reference_name: what computed them, for example `pytorch 2.15.0`.

    Raises:
        ValueError: shapes, lengths or roles do not fit.
    """

    crops: NDArray[np.uint8]
    products: tuple[str, ...]
    roles: tuple[Role, ...]
    origin: str
    reference: NDArray[np.float32] | None = None
    reference_name: str = ""

    def __post_init__(self) -> None:
        count = len(self.crops)
        if self.crops.ndim != 4 or self.crops.shape[3] != 3 or self.crops.dtype != np.uint8:
            raise ValueError(f"crops must be uint8 [N, H, W, 3], not {self.crops.dtype} {self.crops.shape}")
        if len(self.products) != count or len(self.roles) != count:
            raise ValueError(f"{count} crops, {len(self.products)} products, {len(self.roles)} roles")
        if not set(self.roles) <= set(get_args(Role)):
            raise ValueError(f"roles must be {get_args(Role)}, not {sorted(set(self.roles))}")
        vectors = self.reference
        if vectors is not None and (vectors.ndim != 2 or len(vectors) != count):
            raise ValueError(f"reference must be [{count}, D], not {vectors.shape}")

    def __len__(self) -> int:
        return len(self.crops)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the crops, pixels."""
        return self.crops.shape[1], self.crops.shape[2]

    @property
    def hash(self) -> str:
        """SHA-256 over crops, products and roles, whoever embedded them: 64 hexadecimal digits."""
        digest = hashlib.sha256(json.dumps([self.crops.shape, self.products, self.roles]).encode())
        digest.update(np.ascontiguousarray(self.crops).data)
        return digest.hexdigest()

    @property
    def reference_hash(self) -> str | None:
        """SHA-256 over the embeddings to reproduce, or None where there are none."""
        if self.reference is None:
            return None
        return hashlib.sha256(np.ascontiguousarray(self.reference, "<f4").data).hexdigest()

    def rows(self, *roles: Role) -> NDArray[np.int64]:
        """Which crops play one of these roles, int64, ascending."""
        return np.array([row for row, role in enumerate(self.roles) if role in roles], np.int64)

    def with_reference(self, vectors: NDArray[np.float32], name: str) -> CheckSet:
        """The same crops with the embeddings that a model must reproduce, and what computed them."""
        return replace(self, reference=np.asarray(vectors, np.float32), reference_name=name)
