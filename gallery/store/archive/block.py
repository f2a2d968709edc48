"""Block: some hundred views as three members of an archive, so that no picture but theirs is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from gallery.view import View

MOST_VIEWS, MOST_BYTES = 256, 16 << 20
"""Where a block ends: at this many views, or once its pictures have this many bytes."""

SUFFIXES = ("jsonl", "f32", "pictures")
"""A line a view; vectors, little-endian float32 `[n, D]`; thumbnail and crop of each, one after the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """One live view of a gallery.

    Attributes:
        sku: the product; empty for a negative view of the background.
        negative: "this is NOT it".
        view: the view with its pictures.
    """

    sku: str
    negative: bool
    view: View


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sku: str
    role: Literal["is", "not"]
    photo_hash: str = Field(pattern="^[0-9a-f]{64}$")
    origin: Literal["photo", "till"]
    source: str
    thumbnail: int = Field(ge=0, description="bytes")
    crop: int = Field(ge=0, description="bytes")


def in_blocks(views: Iterable[Carried]) -> Iterator[list[Carried]]:
    """Cut a stream of views into blocks, in order."""
    block: list[Carried] = []
    size = 0
    for carried in views:
        block.append(carried)
        size += len(carried.view.thumbnail) + len(carried.view.crop)
        if len(block) == MOST_VIEWS or size >= MOST_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block


def pack(block: Sequence[Carried]) -> tuple[bytes, bytes, bytes]:
    """The bytes of a block's members, in the order of `SUFFIXES`."""
    lines = [_line(carried).model_dump_json() for carried in block]
    vectors = np.stack([carried.view.vector for carried in block]).astype("<f4")
    pictures = b"".join(carried.view.thumbnail + carried.view.crop for carried in block)
    return "\n".join(lines).encode(), vectors.tobytes(), pictures


def unpack(lines: bytes, vectors: bytes, pictures: bytes, dimension: int) -> list[Carried]:
    """The views of a block.

    Raises:
        ValueError: the three do not belong together, or a view is none; says why.
    """
    entries = [_Line.model_validate_json(line) for line in lines.split(b"\n")]
    rows = np.frombuffer(vectors, "<f4").reshape(len(entries), dimension)
    return list(_cut(entries, rows.astype(np.float32), pictures))


def _line(carried: Carried) -> _Line:
    view = carried.view
    return _Line.model_construct(
        sku=carried.sku,
        role="not" if carried.negative else "is",
        photo_hash=view.photo_hash,
        origin="till" if view.origin == "till" else "photo",
        source=view.source,
        thumbnail=len(view.thumbnail),
        crop=len(view.crop),
    )


def _cut(entries: Sequence[_Line], vectors: np.ndarray, pictures: bytes) -> Iterator[Carried]:
    if len(pictures) != sum(entry.thumbnail + entry.crop for entry in entries):
        raise ValueError("its pictures have another size than it says")
    at = 0
    for entry, vector in zip(entries, vectors, strict=True):
        middle, end = at + entry.thumbnail, at + entry.thumbnail + entry.crop
        view = View(
            entry.photo_hash,
            vector,
            pictures[at:middle],
            entry.source,
            pictures[middle:end],
            entry.origin,
        )
        yield Carried(entry.sku, entry.role == "not", view)
        at = end
