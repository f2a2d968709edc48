"""Inspection: all there is to say about a data set before it is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gallery.errors import InputError
from train.inspect.look import Looks, look
from train.inspect.near import NearPair, near_pairs
from train.layouts import Skipped, find


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A data set described.

    Attributes:
        data: the folders and manifests looked at.
        layouts: the layout of each of them.
        looks: the photos that can be used.
        skipped: the files that cannot.
        pairs: near-duplicates, the most harmful first.
    """

    data: tuple[Path, ...]
    layouts: tuple[str, ...]
    looks: Looks
    skipped: tuple[Skipped, ...]
    pairs: tuple[NearPair, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Photos of each class, the class with the fewest first."""
        counts = Counter(entry.name for entry in self.looks.entries)
        return dict(sorted(counts.items(), key=lambda item: (item[1], item[0])))

    @property
    def splits(self) -> dict[str, tuple[int, int]]:
        """Photos and classes of each split, in the order train, val, test, none; empty without splits."""
        photos = Counter(entry.split for entry in self.looks.entries)
        names = Counter(split for split, _ in {(entry.split, entry.name) for entry in self.looks.entries})
        if set(photos) == {""}:
            return {}
        return {
            split: (photos[split], names[split]) for split in ("train", "val", "test", "") if photos[split]
        }

    @property
    def not_in_train(self) -> tuple[str, ...]:
        """Classes of val and test that train has no photo of, sorted: meant so, or named otherwise."""
        trained = {entry.name for entry in self.looks.entries if entry.split == "train"}
        asked = {entry.name for entry in self.looks.entries if entry.split in ("val", "test")}
        return tuple(sorted(asked - trained)) if trained else ()

    @property
    def sizes(self) -> dict[tuple[int, int], int]:
        """How many photos have each width and height in pixels, the most frequent first."""
        return dict(Counter((int(width), int(height)) for width, height in self.looks.sizes).most_common())

    @property
    def leaks(self) -> tuple[NearPair, ...]:
        """The near-duplicates across splits or classes."""
        return tuple(pair for pair in self.pairs if pair.leaks)


def inspect(data: Sequence[Path], progress: bool = False) -> Inspection:
    """Look at every photo of data folders and manifests in any layout.

    Args:
        data: folders or CSV manifests, described as one set.
        progress: show a bar with the time left, on standard error.

    Raises:
        InputError: one is missing or at fault, or not one photo can be read.
    """
    listings = [find(path) for path in data]
    looks, unreadable = look([entry for one in listings for entry in one.entries], progress)
    if not len(looks):
        raise InputError(
            f"none of {len(unreadable)} photos can be read, such as {unreadable[0]}",
            "give JPEG, PNG or WebP photos that can be read",
        )
    skipped = (*(skipped for one in listings for skipped in one.skipped), *unreadable)
    layouts = tuple(one.layout for one in listings)
    return Inspection(tuple(data), layouts, looks, skipped, near_pairs(looks))
