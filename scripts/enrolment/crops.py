"""Crops: how far the embedding of a stored crop is from that of the photo's own, and what a crop takes."""

from __future__ import annotations

import numpy as np
from sets import embedded, embedder, photos

from edge.enroll import stored_crop
from edge.photo import read_photo
from edge.photo.item import find_item
from edge.view_of import item_crop


def main() -> None:
    """Print the table."""
    model = embedder()
    size = (model.card.height, model.card.width)
    for name, paths in photos(48):
        items = [(photo.image, find_item(photo)) for photo in map(read_photo, paths)]
        wanted = embedded(model, [item_crop(image, it.box, size, it.mask) for image, it in items])
        for longest in (288, 320, 384):
            for quality in (85, 90, 95):
                stored_crop.QUALITY = quality
                packed = [stored_crop.pack(image, it.box, it.mask, longest) for image, it in items]
                got = embedded(model, [stored_crop.unpack(jpeg, size) for jpeg in packed])
                cosine = (wanted * got).sum(axis=1)
                kilobytes = np.mean([len(jpeg) for jpeg in packed]) / 1e3
                print(
                    f"{name:<10} {longest} px, quality {quality}: {kilobytes:.1f} kB, "
                    f"cosine median {np.median(cosine):.4f}, worst of 20 {np.quantile(cosine, 0.05):.4f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
