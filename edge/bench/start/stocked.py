"""Stocked: for a till that starts, a large gallery, and a folder with one picture of an item in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.filled import fill, product
from edge.bench.gallery.likeness import draw_views
from edge.embed import Embedder
from edge.source.pictures import read_picture
from edge.synth import make_shop, photo
from edge.view_of import item_crop
from edge.write import write_whole
from gallery import Gallery
from gallery.index import keep_graph

PICTURED = "pictured"
"""SKU of the product that the picture shows."""

_EACH = 10
"""Views of a product; each has a thumbnail of 1 kB, as an enrolled photo has one."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a starting till needs.

    Attributes:
        gallery: its file.
        pictures: folder with one picture, of a product in the gallery where that was drawn.
        views: in the gallery.
    """

    gallery: Path
    pictures: Path
    views: int


def stock(
    folder: Path,
    embedder: Embedder,
    views: int,
    seed: int = 0,
    tell: Callable[[int], None] | None = None,
    given: Path | None = None,
) -> Stocked:
    """Write a gallery of drawn vectors and of one product that is drawn as a picture, and that picture.

    Args:
        folder: empty.
        embedder: the model of the gallery.
        views: in the gallery, at least 1.
        seed: of the vectors and of the picture.
        tell: told how many views are written.
        given: a gallery that is taken as it is; nothing is written into it.

    Raises:
        GalleryError: the gallery cannot be written, or the one given cannot be read.
    """
    path, picture = folder / "start.gallery", folder / "pictures" / "item.jpg"
    picture.parent.mkdir()
    drawn = photo(make_shop(seed).products[0], 0, seed)
    write_whole(picture, cv2.imencode(".jpg", drawn)[1].tobytes())
    if given is not None:
        with Gallery.inspect(given) as gallery:
            return Stocked(given, picture.parent, gallery.stats().views)
    card = embedder.card
    vectors = draw_views(views, _EACH, card.dimension, seed)
    with Gallery.open(path, model=card.space, dimension=card.dimension, create=True) as gallery:
        gallery.enroll([product(PICTURED, _seen(picture, embedder))])
        fill(gallery, vectors[: views - 1], _EACH, tell)
        keep_graph(gallery)
    return Stocked(path, picture.parent, views)


def _seen(picture: Path, embedder: Embedder) -> NDArray[np.float32]:
    """What the localiser `whole` shows the model of a picture: float32 `[1, D]`."""
    image = read_picture(picture)
    size = embedder.card.height, embedder.card.width
    return embedder.embed(item_crop(image, (0, 0, image.shape[1], image.shape[0]), size)[None])
