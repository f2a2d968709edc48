"""Enroll: the photos of products become views in the gallery, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edge.embed import Embedder
from edge.enroll.catalogue import Listing
from edge.enroll.destination import Destination, destination
from edge.enroll.enrolled import EnrolledProduct, write
from edge.enroll.gather import Progress, gather, gather_seen
from edge.enroll.judge import judge_prospect
from edge.enroll.judged import Judged
from edge.enroll.prospect import Arrival, Prospect
from gallery.errors import GateError
from gallery.store import Gallery

__all__ = [
    "Destination",
    "Progress",
    "destination",
    "enroll",
    "gather",
    "gather_seen",
    "judge_gathered",
    "refuse_bad",
]


def enroll(
    listings: Iterable[Listing],
    embedder: Embedder,
    gallery: Gallery,
    progress: Progress | None = None,
    *,
    reason: str = "",
) -> list[EnrolledProduct]:
    """Embed the photos of products and add them to a gallery in one transaction, without a verdict.

    A photo that the gallery has of a product is not embedded again. A photo that cannot be used is
    skipped and told of in `skipped`. Nothing is written before the last photo is embedded, so a
    crash or an interrupt leaves the gallery as it was.

    Args:
        listings: products and their photos.
        embedder: the model the gallery was opened for.
        gallery: open for enrolment.
        progress: called after each photo.
        reason: kept in the gallery's log.

    Raises:
        InputError: a product without any usable photo, or one photo under two products; nothing is
            enrolled.
        GalleryError: the gallery cannot be written.
    """
    products = gather(listings, embedder, gallery, progress)
    write(products, gallery, reason)
    return products


def judge_gathered(
    products: Sequence[EnrolledProduct], gallery: Gallery, fallback: float, progress: Progress | None = None
) -> tuple[list[Judged], Prospect]:
    """Judge products in the gallery as it would be with them.

    Args:
        products: as `gather` gives them, before they are kept.
        gallery: open.
        fallback: the model card's distance threshold.
        progress: told how many views are judged, of how many.

    Returns:
        A verdict for each product, and the gallery as it would be, for the pictures.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    arrivals = [Arrival(one.listing.product, tuple(one.fresh), one.faults) for one in products]
    prospect = Prospect(gallery, arrivals, fallback)
    return judge_prospect(prospect, [product.sku for product in products], fallback, progress), prospect


def refuse_bad(verdicts: Sequence[Judged]) -> None:
    """What `--strict` asks for: nothing is enrolled unless every product is good.

    Raises:
        GateError: one is not; it names the first ones and what is wrong with them.
    """
    bad = [one for one in verdicts if not one.good]
    if bad:
        named = ", ".join(f"{one.sku} ({one.word.value})" for one in bad[:5])
        more = f" and {len(bad) - 5} more" if len(bad) > 5 else ""
        raise GateError(
            f"{len(bad)} of {len(verdicts)} products are not good: {named}{more}",
            "nothing was enrolled: do what the verdicts say, or enrol without --strict",
        )
