"""Judge: a verdict on each product of an enrolment, or of a gallery."""

from __future__ import annotations

from collections.abc import Sequence

from edge.enroll.judged import Judged
from edge.enroll.looks import looks
from edge.enroll.prospect import Prospect
from gallery import verdict
from gallery.errors import InputError
from gallery.product import check_sku
from gallery.store import Gallery
from gallery.verdict.left_out import Progress

ONE_SIDE = 0.9
"""Part of the model card's distance threshold that a product's most different views must be apart, or they
show one side of it. See `edge.enroll.hints`."""


def judge(
    gallery: Gallery, skus: Sequence[str] | None = None, *, fallback: float, progress: Progress | None = None
) -> tuple[list[Judged], Prospect]:
    """Judge what a gallery holds.

    Args:
        gallery: open.
        skus: the products; None for all of them.
        fallback: the model card's distance threshold.
        progress: told how many views are judged, of how many.

    Returns:
        A verdict for each, and the prospect that `Judged.verdict` speaks of, for the pictures.

    Raises:
        InputError: there is no such product.
        GalleryError: the gallery cannot be read.
    """
    prospect = Prospect(gallery, (), fallback)
    wanted = list(prospect.stock.rows) if skus is None else [check_sku(sku) for sku in skus]
    for sku in wanted:
        if sku not in prospect.stock.rows:
            raise InputError(
                f"no product {sku!r} in gallery {gallery.path}", "see `checkout-edge gallery list`"
            )
    return judge_prospect(prospect, wanted, fallback, progress), prospect


def judge_prospect(
    prospect: Prospect, skus: Sequence[str], fallback: float, progress: Progress | None = None
) -> list[Judged]:
    """Judge products of a gallery as it would be.

    Args:
        prospect: that gallery.
        skus: products in it.
        fallback: the model card's distance threshold.
        progress: told how much is done, of how much: first of the vectors, then of the pictures.

    Raises:
        InputError: a view was taken out of the gallery meanwhile.
        GalleryError: the gallery cannot be read.
    """
    seen = {}
    for sku in skus:
        pictures = looks(prospect.thumbnails(sku))
        if pictures is not None:
            seen[sku] = pictures
    tell = progress or _silent
    verdicts = verdict.judge(
        prospect.stock, skus, ONE_SIDE * fallback, seen, lambda done, total: tell(done, 2 * total)
    )
    judged = []
    for done, one in enumerate(verdicts, start=1):
        shots = [prospect.shot(row) for row in one.rows]
        judged.append(Judged.of(prospect.products[one.sku], one, shots, fallback))
        tell(len(verdicts) + done, 2 * len(verdicts))
    return judged


def _silent(_done: int, _total: int) -> None:
    """Nobody listens."""
