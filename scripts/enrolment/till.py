"""Till: what a ledger's pictures take, and what a product loses that is enrolled from such pictures."""

from __future__ import annotations

import cv2
import numpy as np
from left_out import recognised, split, stock_of
from numpy.typing import NDArray
from sets import embedded, embedder, photos

from edge.enroll.one_photo import prepare
from edge.enroll.stored_crop import unpack
from gallery.decision import Decision

HALF, FULL = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
FORMS = ((128, 80, HALF), (192, 90, HALF), (192, 95, HALF), (192, 90, FULL), (192, 95, FULL))


def saved(crop: NDArray[np.uint8], side: int, quality: int, colour: int) -> bytes:
    """A crop as a picture of a ledger."""
    small = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
    form = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, colour]
    return cv2.imencode(".jpg", small, form)[1].tobytes()


def share_right(said: list[Decision], truth: NDArray[np.str_]) -> float:
    """Part of the photos that were accepted as what they are."""
    return float(np.mean([one.sku == sku for one, sku in zip(said, truth, strict=True)]))


def main() -> None:
    """Print the table."""
    model = embedder()
    size = (model.card.height, model.card.width)
    for name, paths in photos(1200):
        crops = [prepare(path, size).crop for path in paths]
        vectors = embedded(model, crops)
        skus = np.array([path.parent.name for path in paths])
        enrolled, others = split(skus, 5, 0)
        names, truth = skus[enrolled].tolist(), skus[others]
        stock = stock_of(vectors[enrolled], names, model.card.distance_threshold)
        right = share_right(recognised(stock, vectors[others]), truth)
        print(f"{name}: {len(set(names))} products, 5 views each; enrolled from crops {right:.3f} right")
        for side, quality, colour in FORMS:
            pictures = [saved(crops[row], side, quality, colour) for row in enrolled]
            again = embedded(model, [unpack(picture, size) for picture in pictures])
            cosine = (again * vectors[enrolled]).sum(axis=1)
            stock = stock_of(again, names, model.card.distance_threshold)
            right = share_right(recognised(stock, vectors[others]), truth)
            kilobytes = np.mean([len(picture) for picture in pictures]) / 1e3
            form = f"{side} px, quality {quality}, {'full' if colour == FULL else 'half'} colour"
            print(
                f"  {form}: {kilobytes:.1f} kB, cosine median {np.median(cosine):.4f}, "
                f"worst of 20 {np.quantile(cosine, 0.05):.4f}; {right:.3f} right",
                flush=True,
            )


if __name__ == "__main__":
    main()
