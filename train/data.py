"""Photos: data sets in any layout, read once and kept in memory, decoded."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.errors import InputError
from train.layouts import Listing, Skipped, find
from train.layouts.cache import cached_pictures
from train.layouts.pictures import Image, pictures

log = logging.getLogger(__name__)

SHORT_SIDE = 288
"""Photos are kept at this short side, pixels: 224 and some room to zoom and turn."""
_NAMED = 5  # classes named in an error


@dataclass(frozen=True)
class Photos:
    """Labelled photos in memory.

    Attributes:
        images: N arrays, uint8 `[H, W, 3]` BGR or `[H, W, 4]` BGRA, where alpha is the item's mask.
        labels: int64 `[N]`, index into `classes`.
        classes: the class names, sorted.
        splits: "train", "val", "test" or "" of each photo; empty where no photo has one.
        origins: number of the data set that each class was first found in; empty where there is one set.
    """

    images: tuple[NDArray[np.uint8], ...]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    splits: tuple[str, ...] = ()
    origins: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.images)

    def only(self, names: Collection[str]) -> Photos:
        """The photos of the classes in `names`, labelled anew."""
        classes = tuple(name for name in self.classes if name in names)
        renumber = {self.classes.index(name): i for i, name in enumerate(classes)}
        rows = [i for i, label in enumerate(self.labels) if int(label) in renumber]
        labels = np.array([renumber[int(self.labels[i])] for i in rows], np.int64)
        kept = [i for i, name in enumerate(self.classes) if name in names and self.origins]
        origins = tuple(self.origins[i] for i in kept)
        return Photos(tuple(self.images[i] for i in rows), labels, classes, self._splits_of(rows), origins)

    def without(self, names: Collection[str]) -> Photos:
        """The photos of every class that is not in `names`."""
        return self.only([name for name in self.classes if name not in names])

    @property
    def by_origin(self) -> tuple[tuple[str, ...], ...]:
        """The class names of each data set."""
        own = self.origins or (0,) * len(self.classes)
        pairs = list(zip(self.classes, own, strict=True))
        return tuple(tuple(name for name, at in pairs if at == origin) for origin in sorted(set(own)))

    @property
    def has_splits(self) -> bool:
        """Whether the data says which photos are for training and which for validation or test."""
        return any(self.splits)

    def split(self, name: str) -> Photos:
        """The photos of split `name`, with the same classes and label numbers; perhaps none at all."""
        rows = [i for i, split in enumerate(self.splits) if split == name]
        images = tuple(self.images[i] for i in rows)
        return Photos(images, self.labels[rows], self.classes, self._splits_of(rows), self.origins)

    def _splits_of(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.splits[i] for i in rows) if self.splits else ()


def read_photos(data: Sequence[Path]) -> Photos:
    """Read data folders and manifests in any layout; what cannot be used is skipped, with a line in the log.

    Raises:
        InputError: see `read`.
    """
    photos, skipped = read(data)
    for one in skipped:
        log.warning("skipped %s", one)
    return photos


def read(
    data: Sequence[Path], cache: Path | None = None, progress: bool = False
) -> tuple[Photos, tuple[Skipped, ...]]:
    """Read data folders and manifests in any layout of `train.layouts`; equal class names are one class.

    Args:
        data: folders or CSV manifests.
        cache: folder where decoded photos are kept for the next time, see `train.layouts.cache`; None
            decodes them each time.
        progress: show a bar with the time left, on standard error.

    Returns:
        The photos, sorted by class, and the files that cannot be used with the reason.

    Raises:
        InputError: a folder or manifest is missing or at fault, or fewer than two classes hold a photo.
    """
    listings = [find(path) for path in data]
    entries = [entry for listing in listings for entry in listing.entries]
    pairs = list(zip(entries, _decoded(listings, cache, progress), strict=True))
    used = [(entry, image) for entry, image in pairs if not isinstance(image, Skipped)]
    skipped = [one for listing in listings for one in listing.skipped]
    skipped += [image for _, image in pairs if isinstance(image, Skipped)]
    used.sort(key=lambda pair: pair[0].name)  # stable: photos of a class stay in their order
    classes = tuple(dict.fromkeys(entry.name for entry, _ in used))
    if len(classes) < 2:
        raise _too_few_classes(data, len(classes), skipped)
    index = {name: i for i, name in enumerate(classes)}
    labels = np.array([index[entry.name] for entry, _ in used], np.int64)
    splits = tuple(entry.split for entry, _ in used)
    images = tuple(image for _, image in used)
    splits = splits if any(splits) else ()
    return Photos(images, labels, classes, splits, _origins(listings, classes)), tuple(skipped)


def require(photos: Photos, at_least: int) -> None:
    """Check that every class has enough photos for what is to be done with them.

    Raises:
        InputError: some have fewer than `at_least`; names the first few.
    """
    counts = np.bincount(photos.labels, minlength=len(photos.classes))
    poor = [f"{photos.classes[i]} has {counts[i]}" for i in np.flatnonzero(counts < at_least)]
    if poor:
        more = f" and {len(poor) - _NAMED} more" if len(poor) > _NAMED else ""
        raise InputError(
            f"{len(poor)} of {len(photos.classes)} classes have fewer than {at_least} photos: "
            f"{', '.join(poor[:_NAMED])}{more}",
            "add photos of these classes, or remove the classes",
        )


def merge(parts: Sequence[Photos]) -> Photos:
    """Several sets as one; a class name found in two sets is one class."""
    classes = tuple(sorted({name for part in parts for name in part.classes}))
    index = {name: i for i, name in enumerate(classes)}
    labels = [index[part.classes[label]] for part in parts for label in part.labels]
    images = tuple(image for part in parts for image in part.images)
    origin = {name: number for number, part in reversed(list(enumerate(parts))) for name in part.classes}
    origins = tuple(origin[name] for name in classes) if len(parts) > 1 else parts[0].origins
    return Photos(images, np.array(labels, np.int64), classes, _merged_splits(parts), origins)


def _merged_splits(parts: Sequence[Photos]) -> tuple[str, ...]:
    if not any(part.has_splits for part in parts):
        return ()
    return tuple(split for part in parts for split in (part.splits or ("",) * len(part)))


def _origins(listings: Sequence[Listing], classes: Sequence[str]) -> tuple[int, ...]:
    if len(listings) < 2:
        return ()
    found = [{entry.name for entry in listing.entries} for listing in listings]
    return tuple(next(number for number, names in enumerate(found) if name in names) for name in classes)


def _decoded(listings: Sequence[Listing], cache: Path | None, progress: bool) -> list[Image | Skipped]:
    if cache is None:
        return list(pictures([e for listing in listings for e in listing.entries], SHORT_SIDE, progress))
    parts = [cached_pictures(listing.entries, SHORT_SIDE, cache, progress) for listing in listings]
    return [image for part in parts for image in part]


def _too_few_classes(data: Sequence[Path], count: int, skipped: Sequence[Skipped]) -> InputError:
    broken = f" ({len(skipped)} files cannot be used, such as {skipped[0]})" if skipped else ""
    return InputError(
        f"{', '.join(map(str, data))}: {count} class with a photo, at least 2 are needed{broken}",
        "give a folder that holds one folder of photos for each class",
    )
