"""Look: what is kept of each photo to describe a data set, small enough for many thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from train.layouts import Entry, Skipped
from train.layouts.decode import fit, load
from train.layouts.pictures import each

HASH_BITS = 64
SMALL = 32
_HASHED = 128  # short side a photo is hashed at, pixels: quicker, and noise is averaged out
_GROUND = 200  # grey level a photo is hashed on where its mask says there is no item


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """The readable photos of a data set, as they are used for training: cut to box or mask.

    Attributes:
        entries: N photos.
        sizes: int64 `[N, 2]`, width and height of the whole upright photo, pixels.
        hashes: bool `[N, 64]`, perceptual hash (DCT of the grey picture).
        small: uint8 `[N, 32, 32, 3]`, BGR, stretched.
    """

    entries: tuple[Entry, ...]
    sizes: NDArray[np.int64]
    hashes: NDArray[np.bool_]
    small: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.entries)


def look(entries: Sequence[Entry], progress: bool = False) -> tuple[Looks, tuple[Skipped, ...]]:
    """Look at every photo; those that cannot be used come back with the reason."""
    seen = list(each(_look, entries, "looking at photos" if progress else ""))
    good = [(entry, one) for entry, one in zip(entries, seen, strict=True) if not isinstance(one, Skipped)]
    looks = Looks(
        tuple(entry for entry, _ in good),
        np.array([size for _, (size, _, _) in good], np.int64).reshape(-1, 2),
        np.array([bits for _, (_, bits, _) in good], np.bool_).reshape(-1, HASH_BITS),
        np.array([small for _, (_, _, small) in good], np.uint8).reshape(-1, SMALL, SMALL, 3),
    )
    return looks, tuple(one for one in seen if isinstance(one, Skipped))


def _look(entry: Entry) -> tuple[tuple[int, int], NDArray[np.bool_], NDArray[np.uint8]]:
    photo = load(entry)
    image = on_grey(fit(entry, photo, _HASHED), _GROUND)
    bits = imagehash.phash(Image.fromarray(np.ascontiguousarray(image[..., ::-1]))).hash
    small = cv2.resize(image, (SMALL, SMALL), interpolation=cv2.INTER_AREA)
    return (photo.width, photo.height), bits.ravel(), np.asarray(small, np.uint8)


def on_grey(image: NDArray[np.uint8], level: int) -> NDArray[np.uint8]:
    """BGR of a picture that may be BGRA: grey of that level shows through where it is transparent."""
    if image.shape[2] == 3:
        return image
    alpha = image[..., 3:].astype(np.float32) / 255
    return (image[..., :3] * alpha + level * (1 - alpha)).astype(np.uint8)
