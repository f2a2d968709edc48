"""Scene: the shop that is drawn for a run, its gallery, and the video that its camera plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge.bench.gallery.filled import fill
from edge.bench.gallery.likeness import draw_views
from edge.bench.till.asked import Asked
from edge.embed import Embedder
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.synth import Checkout, Shop, TruthEvent, write_product_photos, write_video
from gallery import Gallery
from gallery.index import keep_graph

VIEWS = 10_000
"""Views of a drawn gallery: of the drawn products, and vectors that lie to one another as photos' do."""

Tell = Callable[[str, int, int], None]
"""Progress: what is done, how far it is, of how much."""

_PHOTOS = 4  # of each drawn product
_EACH = 10  # views of each product that is vectors alone
_LONGEST = 45.0  # seconds that are drawn of a scene at most, beyond what its items need


@dataclass(frozen=True, slots=True)
class Played:
    """What the camera plays.

    Attributes:
        video: the file.
        truth: what happens in it, where that is known.
        seconds: of the video, after which it begins again; none where unknown.
    """

    video: Path
    truth: tuple[TruthEvent, ...] = ()
    seconds: float | None = None


def draw_gallery(folder: Path, shop: Shop, embedder: Embedder, tell: Tell, views: int = VIEWS) -> Path:
    """Enrol the shop's products in a new gallery, and fill it up with drawn vectors.

    Args:
        folder: where it is made.
        shop: whose products are drawn, photographed and embedded.
        embedder: the model of the gallery.
        tell: progress.
        views: in all; where the photos are more, these alone.

    Returns:
        The gallery's file.

    Raises:
        InputError, GalleryError: it cannot be written.
    """
    path, card = folder / "drawn.gallery", embedder.card
    tell(f"photographing {len(shop.products)} drawn products", 0, 0)
    write_product_photos(shop, folder / "products", _PHOTOS)
    with Gallery.open(path, model=card.space, dimension=card.dimension, create=True) as gallery:
        listings = read_catalogue(folder / "products")
        enroll(listings, embedder, gallery, lambda done, of: tell("enrolling them", done, of))
        more = max(0, views - gallery.stats().views)
        if more:
            tell(f"filling the gallery up to {views:,} views", 0, 0)
            fill(gallery, draw_views(more, _EACH, card.dimension, seed=0), _EACH)
        keep_graph(gallery)
    return path


def draw_video(folder: Path, shop: Shop, asked: Asked, tell: Tell) -> Played:
    """Write the demo's checkout at the size and rate that were asked for.

    Raises:
        InputError: so many items do not fit, or a size that such a scene cannot have.
        DeviceError: OpenCV cannot write a video.
    """
    seconds = max(10.0 + 3.0 * asked.items, min(asked.duration, _LONGEST))
    checkout = Checkout(shop, asked.seed, asked.size, asked.fps, seconds, asked.items)
    path = folder / "checkout.mp4"
    write_video(checkout, path, lambda done, of: tell("drawing the camera's video", done, of))
    return Played(path, checkout.truth, checkout.total / asked.fps)
