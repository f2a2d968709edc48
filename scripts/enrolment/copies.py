"""Copies: which share of photos that were saved again is found, and which of different photos is blamed."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from sets import embedded, embedder, photos

from edge.enroll.looks import looks
from edge.enroll.one_photo import thumbnail
from edge.photo import Photo, read_photo
from edge.photo.item import find_item
from edge.view_of import item_crop
from gallery.spread import COPY
from gallery.verdict.copies import ALIKE

Image = NDArray[np.uint8]


def jpeg(quality: int) -> Callable[[Image], Image]:
    """Saved again."""

    def save(image: Image) -> Image:
        data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)

    return save


def half(image: Image) -> Image:
    """Half as large."""
    return np.asarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def brighter(image: Image) -> Image:
    """A tenth brighter."""
    return np.clip(image * 1.1, 0, 255).astype(np.uint8)


AGAIN: dict[str, Callable[[Image], Image]] = {
    "jpeg 75": jpeg(75),
    "jpeg 50": jpeg(50),
    "half": half,
    "half, jpeg 75": lambda image: jpeg(75)(half(image)),
    "a tenth brighter": brighter,
    "2 % cut off two sides": lambda image: image[image.shape[0] // 50 :, image.shape[1] // 50 :],
}


def seen(model: object, images: list[Image], size: tuple[int, int]) -> tuple[NDArray[np.float32], ...]:
    """Vectors and looks of photos."""
    items = [(image, find_item(Photo(image, None, ""))) for image in images]
    crops = [item_crop(image, it.box, size, it.mask) for image, it in items]
    seen = looks([thumbnail(crop) for crop in crops])
    assert seen is not None
    return embedded(model, crops), seen


def main() -> None:
    """Print the table."""
    model = embedder()
    size = (model.card.height, model.card.width)
    for name, paths in photos(600):
        if name == "packaged8":  # its masks would have to be damaged with the photos
            continue
        images = [read_photo(path).image for path in paths]
        vectors, shown = seen(model, images, size)
        classes = np.array([path.parent.name for path in paths])
        pair = np.triu(classes[:, None] == classes, 1)
        near, alike = 2 - 2 * vectors @ vectors.T < COPY**2, shown @ shown.T > ALIKE
        print(
            f"{name}: of {pair.sum()} pairs of one class {np.count_nonzero(pair & near)} are nearer than "
            f"{COPY}, "
            f"{np.count_nonzero(pair & alike)} correlate above {ALIKE}"
        )
        for what, change in AGAIN.items():
            again, shown_again = seen(
                model, [np.ascontiguousarray(change(image)) for image in images[:64]], size
            )
            near_again = np.linalg.norm(again - vectors[:64], axis=1) < COPY
            alike_again = (shown_again * shown[:64]).sum(axis=1) > ALIKE
            print(
                f"  {what:<22} by vectors {near_again.mean():.2f}, by looks {alike_again.mean():.2f}, "
                f"by either {(near_again | alike_again).mean():.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
