"""Quality: which share of damaged photos is called faulty, and of undamaged ones."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from sets import photos

from edge.photo import Photo, read_photo
from edge.photo.item import ItemInPhoto, find_item
from edge.photo.quality import Fault, measure

Image = NDArray[np.uint8]
Damage = Callable[[Image], Image]


def gauss(pixels: float) -> Damage:
    """Gaussian blur, sigma in pixels of a photo whose longer side is 256."""
    return lambda image: cv2.GaussianBlur(image, (0, 0), pixels * max(image.shape[:2]) / 256)


def motion(pixels: float, degrees: float) -> Damage:
    """Motion blur of a length in pixels of a photo whose longer side is 256."""

    def move(image: Image) -> Image:
        length = max(3, round(pixels * max(image.shape[:2]) / 256) | 1)
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1
        turn = cv2.getRotationMatrix2D((length / 2 - 0.5,) * 2, degrees, 1)
        kernel = cv2.warpAffine(kernel, turn, (length, length))
        return cv2.filter2D(image, -1, kernel / kernel.sum())

    return move


def gain(factor: float) -> Damage:
    """Exposure."""
    return lambda image: np.clip(image.astype(np.float32) * factor, 0, 255).astype(np.uint8)


def gamma(power: float) -> Damage:
    """A darker rendering that keeps black and white."""
    return lambda image: (255 * (image / 255.0) ** power).astype(np.uint8)


LOOKS: dict[str, tuple[Fault, Damage]] = {
    "gaussian 1": (Fault.BLURRED, gauss(1)),
    "gaussian 1.5": (Fault.BLURRED, gauss(1.5)),
    "gaussian 2": (Fault.BLURRED, gauss(2)),
    "gaussian 3": (Fault.BLURRED, gauss(3)),
    "motion 9 at 0": (Fault.BLURRED, motion(9, 0)),
    "motion 13 at 45": (Fault.BLURRED, motion(13, 45)),
    "motion 21 at 30": (Fault.BLURRED, motion(21, 30)),
    "exposure 1/2": (Fault.DARK, gain(0.5)),
    "exposure 1/3": (Fault.DARK, gain(1 / 3)),
    "exposure 1/4": (Fault.DARK, gain(0.25)),
    "gamma 3": (Fault.DARK, gamma(3)),
    "gamma 4": (Fault.DARK, gamma(4)),
    "exposure 2": (Fault.BLOWN_OUT, gain(2)),
    "exposure 3": (Fault.BLOWN_OUT, gain(3)),
}


def cropped(photo: Photo, found: ItemInPhoto, share: float) -> Photo | None:
    """A photo taken too far to the side: `share` of the item is missing. None where it has no mask."""
    if found.mask is None:
        return None
    left, _, right, _ = found.box
    start = round(left + share * (right - left))
    mask = None if photo.mask is None else np.ascontiguousarray(photo.mask[:, start:])
    return Photo(np.ascontiguousarray(photo.image[:, start:]), mask, photo.sha256)


def main() -> None:
    """Print the table."""
    for name, paths in photos(400):
        read = [(photo, find_item(photo)) for photo in map(read_photo, paths)]
        clean = [measure(photo.image, found).faults for photo, found in read]
        blamed = {fault.value: np.mean([fault in faults for faults in clean]) for fault in Fault}
        print(f"{name}: {len(read)} photos, undamaged blamed", {k: f"{v:.3f}" for k, v in blamed.items()})
        for damage, (fault, change) in LOOKS.items():
            found = [fault in measure(change(photo.image), item).faults for photo, item in read[:150]]
            print(f"  {damage:<16} {fault.value:<10} {np.mean(found):.2f}", flush=True)
        for share in (0.1, 0.2, 0.35):
            cut = [photo for one in read if (photo := cropped(*one, share)) is not None]
            found = [Fault.CUT_OFF in measure(photo.image, find_item(photo)).faults for photo in cut]
            if cut:
                print(
                    f"  {share:.0%} cut off       cut off    {np.mean(found):.2f} of {len(cut)} with a mask"
                )


if __name__ == "__main__":
    main()
