"""Photos: class folders read once and kept in memory, decoded."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gallery.errors import InputError

log = logging.getLogger(__name__)

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})
SHORT_SIDE = 288
"""Photos are kept at this short side, pixels: 224 and some room to zoom and turn."""


@dataclass(frozen=True)
class Photos:
    """Labelled photos in memory.

    Attributes:
        images: N arrays, uint8 `[H, W, 3]` BGR or `[H, W, 4]` BGRA, where alpha is the item's mask.
        labels: int64 `[N]`, index into `classes`.
        classes: the class names, sorted.
        splits: "train", "val", "test" or "" of each photo; empty where no photo has one.
    """

    images: tuple[NDArray[np.uint8], ...]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    splits: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.images)

    def only(self, names: Collection[str]) -> Photos:
        """The photos of the classes in `names`, labelled anew."""
        classes = tuple(name for name in self.classes if name in names)
        renumber = {self.classes.index(name): i for i, name in enumerate(classes)}
        rows = [i for i, label in enumerate(self.labels) if int(label) in renumber]
        labels = np.array([renumber[int(self.labels[i])] for i in rows], np.int64)
        return Photos(tuple(self.images[i] for i in rows), labels, classes, self._splits_of(rows))

    def without(self, names: Collection[str]) -> Photos:
        """The photos of every class that is not in `names`."""
        return self.only([name for name in self.classes if name not in names])

    @property
    def has_splits(self) -> bool:
        """Whether the data says which photos are for training and which for validation or test."""
        return any(self.splits)

    def split(self, name: str) -> Photos:
        """The photos of split `name`, with the same classes and label numbers; perhaps none at all."""
        rows = [i for i, split in enumerate(self.splits) if split == name]
        images = tuple(self.images[i] for i in rows)
        return Photos(images, self.labels[rows], self.classes, self._splits_of(rows))

    def _splits_of(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.splits[i] for i in rows) if self.splits else ()


def read_photos(folders: Sequence[Path]) -> Photos:
    """Read `<folder>/<class>/<photo>` of every folder; equal class names are one class.

    A photo that cannot be decoded is skipped with a line in the log.

    Raises:
        InputError: a folder is missing, or fewer than two classes hold a photo.
    """
    found: dict[str, list[NDArray[np.uint8]]] = {}
    for folder in folders:
        for directory in _class_folders(folder):
            found.setdefault(directory.name, []).extend(_decode_all(directory))
    classes = tuple(sorted(name for name, images in found.items() if images))
    if len(classes) < 2:
        raise InputError(
            f"{', '.join(map(str, folders))}: {len(classes)} class with a photo, at least 2 are needed",
            "give a folder that holds one folder of photos for each class",
        )
    images = tuple(image for name in classes for image in found[name])
    labels = np.repeat(np.arange(len(classes)), [len(found[name]) for name in classes])
    return Photos(images, labels.astype(np.int64), classes)


def merge(parts: Sequence[Photos]) -> Photos:
    """Several sets as one; a class name found in two sets is one class."""
    classes = tuple(sorted({name for part in parts for name in part.classes}))
    index = {name: i for i, name in enumerate(classes)}
    labels = [index[part.classes[label]] for part in parts for label in part.labels]
    images = tuple(image for part in parts for image in part.images)
    return Photos(images, np.array(labels, np.int64), classes, _merged_splits(parts))


def _merged_splits(parts: Sequence[Photos]) -> tuple[str, ...]:
    if not any(part.has_splits for part in parts):
        return ()
    return tuple(split for part in parts for split in (part.splits or ("",) * len(part)))


def _class_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(
            f"data folder {folder}: not a folder", "give the folder that holds the class folders"
        )
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _decode_all(directory: Path) -> list[NDArray[np.uint8]]:
    paths = sorted(path for path in directory.iterdir() if path.suffix.lower() in SUFFIXES)
    decoded = ((path, _decode(path)) for path in paths)
    images = []
    for path, image in decoded:
        if image is None:
            log.warning("skipped %s: not a photo that can be read", path)
        else:
            images.append(image)
    return images


def _decode(path: Path) -> NDArray[np.uint8] | None:
    """BGR, or BGRA where the file has alpha, at short side `SHORT_SIDE` or less."""
    data = np.frombuffer(path.read_bytes(), np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if image is None or image.dtype != np.uint8:
        return None
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    scale = SHORT_SIDE / min(image.shape[:2])
    if scale >= 1:
        return np.asarray(image, np.uint8)
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
