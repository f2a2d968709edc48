"""Near-duplicates: pairs of photos that show the same picture, scaled, recoded, relit or a little cut.

Two filters. The perceptual hash (Zauner 2010; `imagehash.phash`) finds the candidates, and the colours
of both pictures at 32x32 have to agree: the hash alone sees only coarse shapes in grey, and takes one
apple on a table for another. Measured on `grocery`, `caltech101` and `packaged8`: photos recoded as
JPEG of quality 40, halved, or 25 % brighter differ in at most 12 bits and correlate above 0.93; cut by
5 % they differ in 6 (median) to 10 bits (95 %) and correlate above 0.82 (95 %); of pairs from different
classes within 10 bits none correlates above 0.80. Turned or mirrored copies are not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from train.inspect.look import HASH_BITS, Looks
from train.layouts import Entry

MOST_BITS = 10
LEAST_SIMILAR = 0.85
MOST_PAIRS = 100_000
"""No more candidates are compared: a folder of thousands of equal pictures would have millions."""
_ROWS = 512
_BATCH = 4096

Across = Literal["splits", "classes", ""]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two photos that show the same.

    Attributes:
        first, second: the photos.
        bits: how many of the 64 bits of their hashes differ.
        similarity: correlation of their colours at 32x32, at most 1.
    """

    first: Entry
    second: Entry
    bits: int
    similarity: float

    @property
    def across(self) -> Across:
        """What the pair leaks across: splits, or else classes; empty within one class and split."""
        one, other = self.first.split, self.second.split
        if one and other and one != other:
            return "splits"
        return "classes" if self.first.name != self.second.name else ""

    @property
    def leaks(self) -> bool:
        """Whether the pair makes figures wrong: asked photos seen in training, or one photo, two classes."""
        return self.across != ""


def near_pairs(looks: Looks) -> tuple[NearPair, ...]:
    """All near-duplicates: across splits first, then across classes, then the others; most alike first."""
    leak = _leaking(looks.entries)
    left = {True: MOST_PAIRS, False: MOST_PAIRS}
    found: list[NearPair] = []
    for i, j in _close(looks.hashes):
        leaking = leak(i, j)
        for kind in (True, False):
            rows = np.flatnonzero(leaking == kind)[: left[kind]]
            left[kind] -= len(rows)
            found += _alike(looks, i[rows], j[rows])
    order = {"splits": 0, "classes": 1, "": 2}
    return tuple(sorted(found, key=lambda pair: (order[pair.across], -pair.similarity)))


def _leaking(entries: Sequence[Entry]) -> Callable[[Indices, Indices], NDArray[np.bool_]]:
    """`NearPair.leaks` of many pairs at once, by their rows."""
    names = np.unique([entry.name for entry in entries], return_inverse=True)[1]
    splits = np.array([("", "train", "val", "test").index(entry.split) for entry in entries], np.int8)

    def leak(i: Indices, j: Indices) -> NDArray[np.bool_]:
        apart = (splits[i] != splits[j]) & (splits[i] > 0) & (splits[j] > 0)
        return np.asarray(apart | (names[i] != names[j]), np.bool_)

    return leak


def _close(hashes: NDArray[np.bool_]) -> Iterator[tuple[Indices, Indices]]:
    """Pairs i < j within `MOST_BITS`: of signs in {-1, 1} the dot product is 64 - 2 x differing bits."""
    signs = np.where(hashes, np.float32(1), np.float32(-1))
    for start in range(0, len(signs), _ROWS):
        close = signs[start : start + _ROWS] @ signs[start:].T >= HASH_BITS - 2 * MOST_BITS
        i, j = np.nonzero(np.triu(close, 1))
        yield i + start, j + start


def _alike(looks: Looks, i: Indices, j: Indices) -> list[NearPair]:
    found = []
    for at in range(0, len(i), _BATCH):
        rows, columns = i[at : at + _BATCH], j[at : at + _BATCH]
        similarity = _similarity(looks.small[rows], looks.small[columns])
        bits = (looks.hashes[rows] != looks.hashes[columns]).sum(1)
        for n in np.flatnonzero(similarity >= LEAST_SIMILAR):
            pair = looks.entries[rows[n]], looks.entries[columns[n]]
            found.append(NearPair(*pair, int(bits[n]), round(float(similarity[n]), 4)))
    return found


def _similarity(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Correlation over pixels and channels, float32 `[P]`; 1 for equal pictures, plain ones too."""
    a, b = _centred(one), _centred(other)
    norm = np.sqrt((a * a).sum(1) * (b * b).sum(1))
    same = (one == other).reshape(len(one), -1).all(1)
    return np.where(same, 1, (a * b).sum(1) / np.maximum(norm, 1e-6)).astype(np.float32)


def _centred(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    flat = small.reshape(len(small), -1).astype(np.float32)
    return np.asarray(flat - flat.mean(1, keepdims=True), np.float32)
