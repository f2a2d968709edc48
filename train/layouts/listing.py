"""Listing: the photos of a data set with their classes, before any of them is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SPLITS = {
    "train": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "test": "test",
}
"""The words for a split, in lower case in the order they are listed, and the one we use."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One photo.

    Attributes:
        path: the photo.
        name: its class.
        split: "train", "val", "test", or "" where the data does not say.
        mask: a picture of the photo's size, white on the item; None where there is none.
        box: x1 y1 x2 y2 of the item in pixels of the upright photo, x2 and y2 exclusive; or None.
        square: the bounding box of the mask is stretched to a square of this side, pixels, and the
            mask is then dropped; None leaves the photo's shape alone and the mask becomes its alpha.
    """

    path: Path
    name: str
    split: str = ""
    mask: Path | None = None
    box: tuple[float, float, float, float] | None = None
    square: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why, as half a sentence."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The photos of one data folder or manifest.

    Attributes:
        layout: the name of the layout it was read as.
        entries: the photos, by split (train, val, test), then class, then in the order people number
            them.
        skipped: what looks like a photo or a mask and cannot be used.
    """

    layout: str
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...] = ()
