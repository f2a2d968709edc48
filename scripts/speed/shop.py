"""A drawn shop with its gallery, for a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from edge import embed
from edge.embed import Embedder
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.synth import make_shop, write_product_photos
from gallery import Gallery, Recogniser


@contextmanager
def a_shop(seed: int) -> Iterator[tuple[Embedder, Recogniser]]:
    """The shipped embedder, and a recogniser of the products of the shop drawn from `seed`."""
    embedder = embed.load()
    with TemporaryDirectory() as folder:
        write_product_photos(make_shop(seed), Path(folder) / "products")
        where = Path(folder) / "shop.gallery"
        space, dimension = embedder.card.space, embedder.card.dimension
        with Gallery.open(where, model=space, dimension=dimension, create=True) as gallery:
            enroll(read_catalogue(Path(folder) / "products"), embedder, gallery, lambda *_: None)
            with closing(Recogniser(gallery, embedder.card.distance_threshold)) as recogniser:
                yield embedder, recogniser
